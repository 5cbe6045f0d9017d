"""Reports of mistakes: who reads them, and that they are settled once."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, StaleState
from app.extensions import db
from app.models.common.master import ActivityField
from app.models.registers.care import RegisterReport
from app.models.support.desk import Desk
from app.security.guard import acting_as_system, set_viewer
from app.security.viewer import PUBLIC, SYSTEM
from app.services.registers import reports
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.register_samples import entry


def reported(organisation_id: int | None = None) -> int:
    """Return the id of a report about a desk, of the member if one is given."""
    with acting_as_system(db.session):
        desk = entry(Desk, organisation_id)
        return reports.report(SYSTEM, desk, "番号が違います", "a@example.jp").id


@pytest.mark.both_databases
def test_secretariat_has_all_a_member_its_own_and_nobody_else_any(session: Any) -> None:
    owner, other = factories.member(), factories.member()
    mine, theirs, nobodys = (reported(each) for each in (owner.id, other.id, None))
    for viewer, seen in (
        (officer(), [mine, theirs, nobodys]),
        (person_of(owner), [mine]),
    ):
        set_viewer(db.session(), viewer)
        found, total = reports.page(viewer, 1)
        assert ([each.id for each in found], total) == (seen, len(seen))
    with pytest.raises(NotFound):
        reports.settle(person_of(owner), theirs)
    set_viewer(db.session(), PUBLIC)
    assert db.session.scalars(select(RegisterReport)).all() == []
    with pytest.raises(NotPermitted):
        reports.page(PUBLIC, 1)


def test_settled_report_forgets_who_wrote_it(session: Any) -> None:
    found, desk = reported(), officer()
    set_viewer(db.session(), desk)
    settled = reports.settle(desk, found)
    assert (settled.email, settled.settled_by) == ("", desk.name)
    assert reports.page(desk, 1) == ([], 0)
    with pytest.raises(StaleState):
        reports.settle(desk, found)


def test_only_registers_that_say_so_take_reports(session: Any) -> None:
    assert reports.reported("desks") is Desk
    for key in (ActivityField.register.key, "nothing"):
        with pytest.raises(NotFound):
            reports.reported(key)
