"""The access predicate of cases as a table: who may read and write which row."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from app import clock
from app.models.cases.case import CaseFingerprint, CaseParticipation, DeletionRecord, SupportCase
from app.models.cases.incident import Incident
from app.models.cases.record import CaseDraft, CaseRecord
from app.models.cases.request import CaseRequest
from app.models.common.audit import AuditEntry
from app.models.common.scope import CaseScoped, CouncilOnly
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.states.cases.case import CaseRequestState
from app.security.case_visibility import CASE_SUBJECT, case_classes, moved, sees_council
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.security.visibility import may_write
from tests import factories
from tests.support.cases import add_participant, new_case, person, see_as, viewer_of

PARTS: dict[str, tuple[Section, Level]] = {
    "manager": (Section.MANAGEMENT, Level.READ),
    "writing manager": (Section.MANAGEMENT, Level.WRITE),
    "reader": (Section.COURSE, Level.READ),
    "writer": (Section.COURSE, Level.WRITE),
    "author": (Section.BASIC, Level.READ),
}
"""Participants of the case, with the section and level of each."""
WITHOUT_PART = ("stranger", "addressee", "former author")
"""Council persons without a participation. The former author's draft still exists."""
FRAME = {"case", "part", "fingerprint"}
SEEN: dict[str, set[str]] = {
    "stranger": set(),
    "addressee": {"request"},
    "former author": set(),
    "manager": FRAME | {"request", "trail"},
    "writing manager": FRAME | {"request", "trail"},
    "reader": FRAME | {"record"},
    "writer": FRAME | {"record"},
    "author": FRAME | {"draft"},
}
WRITTEN: dict[str, set[str]] = {
    "addressee": {"request"},
    "writing manager": FRAME | {"request"},
    "writer": {"record"},
    "author": {"draft"},
}
"""Persons not listed may write nothing."""


class Room(NamedTuple):
    """One case with a row of every kind, and its persons by their relation to the case."""

    case: SupportCase
    people: dict[str, CouncilPerson]
    rows: dict[str, Any]


def a_room() -> Room:
    case = new_case(person())
    people = {name: person("鳥取市") for name in (*PARTS, *WITHOUT_PART)}
    for name, (section, level) in PARTS.items():
        add_participant(case, people[name], section, level=level)
    now, of = clock.now(), {"case_id": case.id, "content": b""}
    addressee = people["addressee"]
    rows = {
        "request": CaseRequest(
            **of,
            addressee_id=addressee.id,
            body_id=addressee.body_id,
            state=CaseRequestState.SENT,
            due_on=date(2030, 1, 1),
        ),
        "record": CaseRecord(
            **of,
            section=Section.COURSE,
            kind=RecordKind.NOTE,
            state=RecordState.CURRENT,
            written_at=now,
            written_by_id=people["writer"].account_id,
        ),
        "draft": _draft(of, people["author"]),
        "former draft": _draft(of, people["former author"]),
        "fingerprint": CaseFingerprint(case_id=case.id, value="0"),
    }
    return Room(case, people, rows | {"case": case})


def _draft(of: dict[str, Any], author: CouncilPerson) -> CaseDraft:
    return CaseDraft(**of, author_id=author.account_id, form="note", saved_at=clock.now())


@pytest.fixture
def rooms(session: Any) -> tuple[Room, Room]:
    """Return two cases, each with its own persons."""
    both = a_room(), a_room()
    for room in both:
        session.add_all(room.rows.values())
        parts = select(CaseParticipation).where(CaseParticipation.case_id == room.case.id)
        room.rows["part"] = session.scalars(parts).first()
    session.add(_deletion(both[0].people["manager"].account_id))
    session.commit()
    return both


def _deletion(approver: int) -> DeletionRecord:
    return DeletionRecord(
        case_id="0" * 32,
        alias="X",
        closed_on=date(2020, 1, 1),
        deleted_at=clock.now(),
        approved_by_id=approver,
        rows=1,
    )


def seen_in(session: Any, case_id: str) -> set[str]:
    """Return the kinds of rows of this case visible to the session; rows of another case fail."""
    found = {kind for kind, of_case in _found(session) if of_case == case_id}
    assert {of_case for _, of_case in _found(session)} <= {case_id}
    return found


def _found(session: Any) -> Iterator[tuple[str, str]]:
    kinds = {
        "part": CaseParticipation,
        "fingerprint": CaseFingerprint,
        "request": CaseRequest,
        "record": CaseRecord,
        "draft": CaseDraft,
    }
    for kind, entity in kinds.items():
        yield from ((kind, row.case_id) for row in session.scalars(select(entity)))
    yield from (("case", row.id) for row in session.scalars(select(SupportCase)))
    trail = select(AuditEntry).where(AuditEntry.subject_type == CASE_SUBJECT)
    yield from (("trail", row.subject_id) for row in session.scalars(trail))


@pytest.mark.both_databases
@pytest.mark.parametrize("who", SEEN)
def test_each_person_sees_exactly_the_permitted_rows(session: Any, rooms: Any, who: str) -> None:
    room = rooms[0]
    case_id, me = room.case.id, room.people[who]
    own_account = me.account_id
    see_as(viewer_of(me))

    assert seen_in(session, case_id) == SEEN[who]
    assert {draft.author_id for draft in session.scalars(select(CaseDraft))} <= {own_account}
    assert len(session.scalars(select(DeletionRecord)).all()) == 1
    assert "council" in set(session.scalars(select(AuditEntry.subject_type)))  # of no case


@pytest.mark.parametrize("nobody", [None, PUBLIC], ids=["none", "public"])
def test_no_viewer_or_public_viewer_sees_and_writes_nothing(
    session: Any, rooms: Any, nobody: Any
) -> None:
    for row in rooms[0].rows.values():
        assert not may_write(session, nobody, row)
    see_as(PUBLIC)
    if nobody is None:
        session.info.clear()

    assert list(_found(session)) == []
    assert session.scalars(select(DeletionRecord)).all() == []
    assert "council" in set(session.scalars(select(AuditEntry.subject_type)))


ENDS: dict[str, Callable[[CouncilPerson], None]] = {
    "term ended": lambda who: setattr(who, "ends_at", clock.now()),
    "no pledge": lambda who: setattr(who, "pledged_on", None),
    "not begun": lambda who: setattr(who, "begins_on", clock.today() + timedelta(days=1)),
}
"""Changes that end all access of a person."""


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("who", SEEN)
def test_nothing_is_visible_or_writable_outside_a_term(
    session: Any, rooms: Any, who: str, end: str
) -> None:
    room = rooms[0]
    ENDS[end](room.people[who])
    session.commit()
    me = viewer_of(room.people[who])
    for row in room.rows.values():
        assert not may_write(session, me, row)
    see_as(me)

    assert list(_found(session)) == []
    assert session.scalars(select(DeletionRecord)).all() == []


@pytest.mark.parametrize("who", PARTS)
@pytest.mark.parametrize("change", [{"ends_at": -1}, {"begins_at": 1}], ids=["over", "to come"])
def test_participation_is_effective_only_between_begin_and_end(
    session: Any, rooms: Any, who: str, change: dict[str, int]
) -> None:
    room = rooms[0]
    _set_parts(session, room.people[who], change)
    me = viewer_of(room.people[who])
    for row in room.rows.values():
        assert not may_write(session, me, row)
    see_as(me)

    assert list(_found(session)) == []


@pytest.mark.parametrize("who", SEEN)
def test_participation_with_a_future_end_is_still_effective(
    session: Any, rooms: Any, who: str
) -> None:
    room = rooms[0]
    case_id, me = room.case.id, room.people[who]
    _set_parts(session, me, {"ends_at": 1})
    me.ends_at = clock.now() + timedelta(hours=1)
    session.commit()
    see_as(viewer_of(me))

    assert seen_in(session, case_id) == SEEN[who]


def _set_parts(session: Any, who: CouncilPerson, hours: dict[str, int]) -> None:
    parts = select(CaseParticipation).where(CaseParticipation.person_id == who.id)
    for part in session.scalars(parts):
        for name, each in hours.items():
            setattr(part, name, clock.now() + timedelta(hours=each))
    session.commit()


@pytest.mark.both_databases
@pytest.mark.parametrize("who", SEEN)
def test_each_person_may_write_exactly_the_permitted_rows(
    session: Any, rooms: Any, who: str
) -> None:
    mine, another = rooms
    me = viewer_of(mine.people[who])
    allowed = {kind for kind, row in mine.rows.items() if may_write(session, me, row)}

    assert allowed == WRITTEN.get(who, set())
    assert not any(may_write(session, me, row) for row in another.rows.values())
    deletion = session.scalars(select(DeletionRecord)).one()
    deletion.case_id = mine.case.id
    session.flush()
    assert not may_write(session, me, deletion)
    assert may_write(session, me, session.scalars(select(AuditEntry)).first())


@pytest.mark.parametrize(
    ("kind", "who", "column"),
    [
        ("record", "writer", "section"),
        ("record", "writer", "case_id"),
        ("record", "writer", "id"),
        ("request", "writing manager", "addressee_id"),
        ("draft", "author", "author_id"),
    ],
)
def test_row_cannot_be_moved_by_changing_its_keys(
    session: Any, rooms: Any, kind: str, who: str, column: str
) -> None:
    mine, another = rooms
    row, me = mine.rows[kind], mine.people[who]
    add_participant(another.case, me, level=Level.WRITE)
    add_participant(mine.case, me, level=Level.WRITE)
    assert may_write(session, viewer_of(me), row)
    assert not moved(row)
    elsewhere = {
        "section": Section.PLAN,
        "case_id": another.case.id,
        "id": "1" * 32,
        "addressee_id": me.id,
        "author_id": mine.people["writer"].account_id,
    }
    with session.no_autoflush:
        setattr(row, column, elsewhere[column])
        if column == "author_id":
            me = mine.people["writer"]

        assert moved(row)
        assert not may_write(session, viewer_of(me), row)
    session.rollback()


def test_every_entity_with_a_case_key_is_a_case_class() -> None:
    with_case = {
        mapper.class_
        for mapper in SupportCase.registry.mappers
        for key in mapper.local_table.foreign_keys
        if key.column.table is SupportCase.__table__
    }

    assert {entity for entity in with_case if issubclass(entity, CaseScoped)} == with_case
    assert case_classes() == with_case | {SupportCase, AuditEntry, DeletionRecord}
    assert CouncilOnly not in case_classes()


OFFICES = {
    Role.SECRETARIAT: (True, True),
    Role.COUNCIL: (True, True),
    Role.ADMINISTRATOR: (True, False),
    Role.EXECUTIVE: (False, False),
    Role.GENERAL: (False, False),
    Role.PUBLIC: (False, False),
}
"""Role → whether it may read and write rows of the council itself that belong to no case."""


@pytest.mark.parametrize(("role", "reads", "writes"), [(r, *rw) for r, rw in OFFICES.items()])
def test_council_rows_are_open_to_the_permitted_roles(
    session: Any, role: Role, reads: bool, writes: bool
) -> None:
    entered_by = factories.account()
    row = Incident(noticed_at=clock.now(), summary="x", entered_by_id=entered_by.id)
    session.add(row)
    session.commit()
    viewer = Viewer(entered_by.id, "x", frozenset({role}), 1)

    assert may_write(session, viewer, row) is writes
    assert sees_council(viewer) is reads
    see_as(viewer)
    assert len(session.scalars(select(Incident)).all()) == reads


def test_council_rows_are_hidden_without_a_viewer(session: Any) -> None:
    assert not sees_council(None)
    row = Incident(noticed_at=clock.now(), summary="x", entered_by_id=factories.account().id)
    assert not may_write(session, None, row)
    assert may_write(session, SYSTEM, row)
