"""The guard of cases: access by current participation only, section by section."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app import clock
from app.errors import NotFound, NotPermitted
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.cases.record import CaseRecord
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import SCHEMAS, RecordKind
from app.security import guard
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.cases import cases, coordination, participations
from app.services.cases import records as case_records
from tests import factories
from tests.support.cases import (
    add_participant,
    coordinator,
    filled,
    new_case,
    person,
    see_as,
    viewer_of,
)

pytestmark = pytest.mark.both_databases
KINDS = list(RecordKind)


@pytest.fixture
def written(session: Any) -> tuple[str, CouncilPerson]:
    """Return the id of a case with one record of every kind, and the author of the records."""
    writer = person("鳥取県")
    case = new_case(writer)
    for kind in KINDS:
        case_records.write(viewer_of(writer), case.id, kind, filled(kind))
    session.commit()
    return case.id, writer


def kinds_seen(session: Any) -> set[RecordKind]:
    return {record.kind for record in session.scalars(select(CaseRecord))}


def test_no_office_and_no_stranger_sees_a_case(session: Any, written: Any) -> None:
    strangers = [
        PUBLIC,
        viewer_of(person("鳥取市")),
        *(
            Viewer(factories.account().id, "x", frozenset({role}), 1)
            for role in Role
            if role is not Role.SYSTEM
        ),
    ]
    for stranger in strangers:
        see_as(stranger)
        assert session.scalars(select(SupportCase)).all() == [], stranger
        assert session.scalars(select(CaseRecord)).all() == [], stranger
        assert session.scalars(select(CaseParticipation)).all() == [], stranger
        assert "case" not in set(session.scalars(select(AuditEntry.subject_type))), stranger


@pytest.mark.parametrize("section", Section)
def test_participation_opens_its_own_section_only(
    session: Any, written: Any, section: Section
) -> None:
    reader = person("鳥取市")
    add_participant(session.get(SupportCase, written[0]), reader, section)
    actor = see_as(viewer_of(reader))

    assert kinds_seen(session) == {kind for kind in KINDS if SCHEMAS[kind].section is section}
    assert cases.one(actor, written[0]).id == written[0]


def test_read_access_does_not_permit_writing(session: Any, written: Any) -> None:
    reader = person("鳥取市")
    add_participant(session.get(SupportCase, written[0]), reader)
    actor = see_as(viewer_of(reader))
    record = session.scalars(select(CaseRecord)).first()

    with pytest.raises(NotPermitted):
        case_records.change(actor, record.id, {}, version=1)
    record.version = 7
    with pytest.raises(NotPermitted):
        session.flush()


def test_record_cannot_be_moved_to_another_section(session: Any, written: Any) -> None:
    writer = person("鳥取市")
    add_participant(
        session.get(SupportCase, written[0]),
        writer,
        Section.COURSE,
        Section.PLAN,
        level=Level.WRITE,
    )
    see_as(viewer_of(writer))
    record = session.scalars(select(CaseRecord)).first()
    record.section = Section.PLAN if record.section is Section.COURSE else Section.COURSE
    with pytest.raises(NotPermitted):
        session.flush()


def test_bulk_writes_to_cases_are_refused(session: Any, written: Any) -> None:
    see_as(viewer_of(written[1]))
    for statement in (
        update(CaseRecord).values(version=9),
        delete(CaseRecord),
        insert(CaseParticipation).values(case_id=written[0]),
    ):
        with pytest.raises(NotPermitted):
            session.execute(statement)


def test_only_the_system_deletes_in_bulk(session: Any, written: Any) -> None:
    see_as(SYSTEM)

    assert session.execute(delete(CaseRecord)).rowcount == len(KINDS)


def test_session_follows_the_current_viewer(session: Any, written: Any) -> None:
    writer, stranger = viewer_of(written[1]), viewer_of(person("鳥取市"))
    for viewer, kinds in ((writer, set(KINDS)), (stranger, set()), (writer, set(KINDS))):
        session.commit()
        guard.set_viewer(session, viewer)
        assert kinds_seen(session) == kinds


@pytest.mark.parametrize("change", ["service", "pledge", "part", "not_yet", "later"])
def test_access_ends_with_term_pledge_or_participation(
    session: Any, written: Any, change: str
) -> None:
    reader = person("鳥取市")
    add_participant(session.get(SupportCase, written[0]), reader)
    part = session.scalars(
        select(CaseParticipation).where(CaseParticipation.person_id == reader.id)
    ).all()
    match change:
        case "service":
            reader.ends_at = clock.now()
        case "pledge":
            reader.pledged_on = None
        case "part":
            participations.end(SYSTEM, written[0], reader.id)
        case "not_yet":
            reader.begins_on = clock.today() + timedelta(days=1)
        case "later":
            for each in part:
                each.begins_at = clock.now() + timedelta(hours=1)
    actor = viewer_of(reader)
    see_as(actor)

    assert kinds_seen(session) == set()
    with pytest.raises(NotFound):
        cases.one(actor, written[0])


def test_coordinators_join_a_case_at_intake(session: Any) -> None:
    named = coordinator()
    unnamed = person("鳥取県弁護士会", of=named.body)
    case = new_case(person("鳥取市"))

    assert participations.held(viewer_of(named), case.id) == coordination.GRANTS
    assert participations.held(viewer_of(unnamed), case.id) == {}


def test_join_from_another_entity_is_filtered_too(session: Any, written: Any) -> None:
    see_as(viewer_of(person("鳥取市")))

    assert session.get(SupportCase, written[0]) is None
    found = session.execute(select(CouncilPerson, CaseRecord).join(CaseRecord, CaseRecord.id != ""))
    assert found.all() == []
