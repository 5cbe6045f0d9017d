"""What the search finds follows the rows it is made from, in the same transaction."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from app import clock
from app.extensions import db
from app.models.common.search_entry import SearchEntry
from app.models.membership.organisation import Organisation
from app.models.registers.entry import registers
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.common import audit, search_entries
from app.services.front import search
from app.services.membership import memberships
from tests import factories
from tests.support import grants, members, register_samples
from tests.support.desk import expulsion
from tests.support.meetings import notified, planned, resolution
from tests.support.search import require_in_step

EVERY = [
    pytest.param(one, id=f"{one.kind}-{one.model.__name__}") for one in search_entries.DECLARED
]


def one_of_each() -> dict[type[Any], Any]:
    """Create a row of each model that is found."""
    organisation = factories.member(name="はじめの会")
    meeting = planned(title="はじめの会議")
    resolution(meeting, title="はじめの議題")
    rows = (
        *(organisation, organisation.versions[-1], meeting),
        *(factories.letter(), factories.application(), factories.account()),
        *(members.filed_change(organisation), members.filed_withdrawal(factories.member())),
        *(members.filed_release(factories.member()), members.filed_consent(factories.member())),
        *(expulsion(factories.member()), db.session.scalars(select(regulation())).first()),
    )
    grant = grants.begun().grant
    found = {model: register_samples.entry(model) for model in registers()}
    return found | {type(row): row for row in (*rows, grant)}


def regulation() -> Any:
    return next(one.model for one in search_entries.DECLARED if one.kind == "article")


@pytest.mark.both_databases
def test_entries_follow_rows_that_are_added_changed_and_deleted(session: Any) -> None:
    made = one_of_each()
    require_in_step()
    organisation, meeting = (
        made[Organisation],
        next(row for row in made.values() if type(row).__name__ == "Meeting"),
    )
    organisation.name = "あらためた会"
    memberships.write_version(organisation, clock.today(), "変更届")
    meeting.title = "あらためた会議"
    session.flush()
    require_in_step()
    memberships.end(factories.SYSTEM, organisation, factories.EndCause.WITHDRAWAL, on=clock.today())
    session.delete(meeting.items[0])
    session.flush()
    require_in_step()


def test_notified_meeting_is_found_by_executive_members(session: Any) -> None:
    meeting = planned(title="さがす会議")
    resolution(meeting)
    session.flush()
    entry = select(SearchEntry.audience).where(SearchEntry.title == "さがす会議")
    assert session.scalars(entry).one() == "secretariat"
    notified(meeting)
    session.flush()
    assert session.scalars(entry).one() == "executive"


def test_new_name_of_an_organisation_reaches_its_filings_and_persons(session: Any) -> None:
    organisation = factories.member(name="ふるい会")
    factories.account(organisation=organisation)
    members.filed_change(organisation)
    session.flush()
    organisation.name = "あたらしい会"
    session.flush()
    notes = session.execute(select(SearchEntry.kind, SearchEntry.note)).all()
    assert {kind for kind, note in notes if note == "あたらしい会"} == {"person", "filing"}
    assert all("ふるい会" not in note for _kind, note in notes)
    require_in_step()


def test_what_is_undone_is_found_as_before(session: Any) -> None:
    organisation = factories.member(name="のこる会")
    session.commit()
    with pytest.raises(RuntimeError), audit.savepoint():
        organisation.name = "とりけす会"
        session.flush()
        raise RuntimeError
    require_in_step()
    session.commit()
    organisation = session.get(Organisation, organisation.id)
    organisation.name = "とりけす会"
    session.flush()
    session.rollback()
    require_in_step()


def test_row_that_changes_in_nothing_that_is_found_writes_nothing(session: Any) -> None:
    organisation = factories.member()
    session.commit()
    last = session.scalar(select(func.max(SearchEntry.id)))
    organisation.last_contact_on = clock.today() - timedelta(days=1)
    organisation.phone = organisation.phone + " "
    session.commit()
    assert session.scalar(select(func.max(SearchEntry.id))) == last


def test_rows_changed_by_a_bulk_statement_are_entered_when_asked(session: Any) -> None:
    organisation = factories.member()
    session.flush()
    session.execute(
        Organisation.__table__.update()
        .where(Organisation.__table__.c.id == organisation.id)
        .values(name="まとめて")
    )
    search_entries.renew(Organisation, [organisation.id])
    assert session.scalar(select(SearchEntry.row_id).where(SearchEntry.title == "まとめて"))
    require_in_step()


class Reader:
    """A row that notes which of its columns are read; of a whole profile only SEARCHED is used."""

    def __init__(self, row: Any) -> None:
        self.row, self.read = row, set[str]()

    def __getattr__(self, name: str) -> Any:
        state = inspect(self.row)
        if name in state.mapper.relationships:
            column = state.mapper.relationships[name]
            self.read |= {one.key for one in column.local_columns}
        elif name in state.mapper.column_attrs:
            self.read.add(name)
        elif name == "profile" and hasattr(type(self.row), "profile"):
            return self.row.profile
        return getattr(self.row, name)


@pytest.mark.parametrize("declared", EVERY)
def test_every_column_that_an_entry_reads_is_declared(session: Any, declared: Any) -> None:
    reader = Reader(one_of_each()[declared.model])
    assert list(declared.entries(reader))
    assert reader.read - {"id"} <= set(declared.columns)


def test_nothing_of_a_case_or_the_council_is_found() -> None:
    wings = {one.model.__module__.split(".")[2] for one in search_entries.DECLARED}
    assert wings and not wings & {"cases", "council"}


def test_nobody_but_the_software_writes_an_entry(session: Any) -> None:
    factories.member()
    session.commit()
    for role in Role:
        session.info.pop(guard.KEY, None)
        guard.set_viewer(session, Viewer(1, "x", frozenset({role})))
        entry = SearchEntry(audience="public", organisation_id=None)
        assert guard.may_write(session, guard.viewer_of(session), entry) is (role is Role.SYSTEM)


def test_kinds_are_those_of_the_declarations(session: Any) -> None:
    assert set(search.kinds()) == {one.kind for one in search_entries.DECLARED}


def test_entries_are_made_once_where_there_are_none(session: Any) -> None:
    number = search_entries.rebuild(factories.SYSTEM)
    assert number == session.scalar(select(func.count(SearchEntry.id))) > 0
    assert search_entries.build_if_empty(factories.SYSTEM) == 0
