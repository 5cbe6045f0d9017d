"""Deadlines in running cases: reminders by the sweep, and what each person's home counts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, Section, Urgency
from app.rules.cases.deadlines import DeadlineKind
from app.rules.cases.fields import RecordKind, RecordState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import conferences, deadlines
from app.services.cases import handling as case_handling
from app.services.cases import records as case_records
from app.services.front import council_home
from app.tasks.front import timers as sweeps
from tests.support.cases import (
    add_participant,
    filled,
    letters_to,
    new_case,
    person,
    see_as,
    viewer_of,
)
from tests.support.desk import LINKS

IN_DAYS = 30
DUE_FIELDS = {
    DeadlineKind.PART: (RecordKind.PART, "by_when"),
    DeadlineKind.GOAL: (RecordKind.GOAL, "by_when"),
    DeadlineKind.CONSENT: (RecordKind.CONSENT, "expires_on"),
    DeadlineKind.CONTACT: (RecordKind.NOTE, "next_on"),
}


class Room:
    """A case with its manager, a helper in charge of parts, and a reader of the course."""

    def __init__(self) -> None:
        manager, helper, reader = person("鳥取県"), person("鳥取市"), person("米子市")
        case = new_case(manager)
        self.id, self.alias = case.id, case.alias
        plan = (Section.PLAN, Section.CONFERENCE)
        add_participant(case, helper, *plan, level=Level.WRITE)
        add_participant(case, reader, Section.COURSE)
        self.manager, self.helper, self.reader = map(viewer_of, (manager, helper, reader))
        self.members, self.body_id, self.other_id = (
            [manager.id, helper.id],
            helper.body_id,
            reader.body_id,
        )
        self.due = clock.today() + timedelta(days=IN_DAYS)
        see_as(SYSTEM)

    def set_due(self, kind: DeadlineKind) -> str:
        """Put something due on the day into the case; return its row's id."""
        actor = see_as(self.manager)
        if kind in DUE_FIELDS:
            record_kind, field = DUE_FIELDS[kind]
            values = filled(record_kind) | {field: self.due.isoformat()}
            values |= {"body": self.body_id} if kind is DeadlineKind.PART else {}
            values |= {"withdrawn_on": None} if kind is DeadlineKind.CONSENT else {}
            row_id = case_records.add(actor, self.id, record_kind, values).id
        elif kind is DeadlineKind.REVIEW:
            row_id = self.review(self.due)
        else:
            row_id = self.planned(clock.at_start_of(self.due) + timedelta(hours=10))
        see_as(SYSTEM)
        return str(row_id)

    def review(self, day: date | None) -> str:
        actor = see_as(self.manager)
        values = {"urgency": Urgency.NORMAL, "review_on": day}
        return str(case_handling.revise(actor, self.id, **values).id)

    def planned(self, begins_at: datetime) -> str:
        values = {"begins_at": begins_at, "place": "", "agenda": "", "members": self.members}
        made = conferences.plan(see_as(self.manager), self.id, **values, links=LINKS)
        return str(made.id)


def letters_by_day(at: Any, due: date, *viewers: Viewer) -> dict[int, int]:
    """Return the number of new letters by days from the due day; each day is swept twice."""
    found = {}
    for days in (-4, -3, -2, 1, 2, 8, 9):
        at(due + timedelta(days=days))
        before = letters_to(*viewers)
        for reminder in 2 * deadlines.REMINDERS:
            reminder(SYSTEM, LINKS)
        if new := letters_to(*viewers) - before:
            found[days] = new
    return found


def told_of(room: Room, kind: DeadlineKind) -> Viewer:
    """Return who is told first of this kind of deadline."""
    ofbody = (DeadlineKind.PART, DeadlineKind.CONFERENCE)
    return room.helper if kind in ofbody else room.manager


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", DeadlineKind)
def test_each_kind_of_deadline_reminds_whom_it_concerns(
    session: Any, at: Any, kind: DeadlineKind
) -> None:
    room = Room()
    room.set_due(kind)
    sent = letters_to(room.reader)
    assert letters_by_day(at, room.due, told_of(room, kind)) == {-3: 1, 1: 1, 8: 1}
    assert letters_to(room.reader) == sent
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.unlisted)):
        said = f"{message.subject}{message.body}{message.letter}{message.dedupe_key}"
        assert room.id not in said and room.alias not in said
        assert room.due.isoformat() not in said


def test_late_part_is_told_to_the_manager(session: Any, at: Any) -> None:
    room = Room()
    room.set_due(DeadlineKind.PART)
    assert letters_by_day(at, room.due, room.manager) == {1: 1, 8: 1}


def test_part_of_a_body_without_a_planner_is_told_to_the_manager(session: Any, at: Any) -> None:
    room = Room()
    room.body_id = room.other_id
    room.set_due(DeadlineKind.PART)
    assert letters_by_day(at, room.due, room.manager) == {-3: 1, 1: 1, 8: 1}


def settle(room: Room, kind: DeadlineKind, row_id: str) -> None:
    actor = see_as(room.manager)
    if kind in DUE_FIELDS:
        values = case_records.content(case_records.one(actor, row_id))
        is_struck = kind in (DeadlineKind.CONSENT, DeadlineKind.CONTACT)
        over = RecordState.STRUCK if is_struck else RecordState.DONE
        case_records.change(actor, row_id, values, version=1, state=over)
    elif kind is DeadlineKind.REVIEW:
        room.review(None)
    else:
        conferences.cancel(actor, room.id, row_id, links=LINKS)


def close(room: Room, _kind: DeadlineKind, _row_id: str) -> None:
    values = {"reason": "転出", "text": "県外へ"}
    case_handling.close(see_as(room.manager), room.id, values)


@pytest.mark.parametrize("kind", DeadlineKind)
@pytest.mark.parametrize("end", [settle, close])
def test_nobody_is_reminded_of_what_is_settled_or_closed(
    session: Any, at: Any, kind: DeadlineKind, end: Callable[..., None]
) -> None:
    room = Room()
    end(room, kind, room.set_due(kind))
    see_as(SYSTEM)
    assert letters_by_day(at, room.due, room.manager, room.helper) == {}
    assert deadlines.of(see_as(room.manager)) == []


@pytest.mark.both_databases
def test_next_conference_is_reminded_of_until_it_is_planned(session: Any, at: Any) -> None:
    room = Room()
    conference_id = room.planned(clock.now())
    values = {"attended": [], "lead_body_id": None, "decisions": "", "parts": []}
    hold = conferences.hold
    hold(see_as(room.manager), room.id, conference_id, **values, next_on=room.due)
    see_as(SYSTEM)
    at(room.due - timedelta(days=3))
    before = letters_to(room.manager)
    sweeps.sweep()
    assert letters_to(room.manager) == before + 1
    [found] = deadlines.of(see_as(room.manager))
    assert (found.kind, found.due_on) == (DeadlineKind.CONFERENCE, room.due)
    assert deadlines.of(see_as(room.helper)) == []

    room.planned(clock.now() + timedelta(days=30))
    assert deadlines.of(see_as(room.manager)) == []
    see_as(SYSTEM)
    before = letters_to(room.manager)
    at(room.due + timedelta(days=1))
    sweeps.sweep()
    assert letters_to(room.manager) == before


@pytest.mark.parametrize("kind", DeadlineKind)
def test_home_counts_what_is_due_within_a_week(session: Any, at: Any, kind: DeadlineKind) -> None:
    room = Room()
    room.set_due(kind)
    mine = {room.manager, told_of(room, kind)}
    for viewer in (room.manager, room.helper, room.reader):
        key = f"council_due_{kind.value}"
        at(room.due - timedelta(days=8))
        actor = see_as(viewer)
        assert council_home.waiting(actor).get(key, 0) == 0
        at(room.due - timedelta(days=7))
        assert council_home.waiting(actor).get(key, 0) == int(viewer in mine)


def test_reminders_are_the_softwares(session: Any) -> None:
    room = Room()
    for reminder in deadlines.REMINDERS:
        with pytest.raises(NotPermitted):
            reminder(room.manager, LINKS)
