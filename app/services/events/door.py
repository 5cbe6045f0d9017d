"""The door of an event (受付): by code or name, each person once, and whoever comes unannounced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.events.event import NEAREST_DOOR
from app.rules.states.common.table import next_state
from app.rules.states.events.event import SEAT, EventStage, SeatState, SeatVerb
from app.security.viewer import Viewer
from app.services.common import audit, rows
from app.services.events import events, people, seats
from app.services.registers import entries


@dataclass(frozen=True)
class Mark:
    """What came of a scan. is_first: False for somebody received before, by whom and when."""

    row: EventRegistration
    is_first: bool


def sheet(event: Event) -> Sequence[Mapping[str, Any]]:
    """Return what the door page holds: who is expected, and who came when."""
    return [
        {
            "code": row.code,
            "name": row.name,
            "body": row.body,
            "group": row.placed or row.wish,
            "state": row.state.label,
            "expected": row.state is SeatState.REGISTERED,
            "came": came_text(row),
        }
        for row in people.of(event)
        if row.state in (SeatState.REGISTERED, SeatState.OFFERED, SeatState.WAITING)
    ]


def came_text(row: EventRegistration) -> str:
    """Return when somebody was received and by whom; "" if they were not."""
    return f"{clock.local(row.came_at):%H:%M}　{row.came_by}" if row.came_at else ""


def mark(actor: Viewer, public_id: str, code: str, at: datetime | None = None) -> Mark:
    """Receive somebody by their code. at: when it was scanned, if the connection was lost then.

    Raises NotFound for an unknown code, RuleViolation for somebody without a seat or before the day.
    """
    event = _open(actor, public_id)
    row = _by_code(event, code)
    if row.came_at is not None:
        return Mark(row, is_first=False)
    if row.state is not SeatState.REGISTERED:
        raise RuleViolation(  # without the name: refusals stay in the trail
            None,
            f"この方は「{row.state.label}」です。席があれば、当日参加で受け付けてください。",
        )
    now = clock.now()
    is_plausible = at is not None and event.begins - NEAREST_DOOR <= at <= now
    row.came_at, row.came_by = at if is_plausible else now, actor.name[:130]
    _received(actor, event, row)
    return Mark(row, is_first=True)


def unmark(actor: Viewer, public_id: str, code: str) -> EventRegistration:
    """Take back a mark set by mistake."""
    event = _open(actor, public_id)
    row = _by_code(event, code)
    row.came_at, row.came_by = None, ""
    audit.record(actor, f"{seats.NOUN}.unmark", seats.NOUN, row.id, event=event.id)
    db.session.flush()
    return row


def walk_in(actor: Viewer, public_id: str, name: str, body: str) -> EventRegistration:
    """Receive somebody who was not registered. They take none of the seats given out before."""
    event = _open(actor, public_id)
    row = EventRegistration(
        event_id=event.id,
        organisation_id=event.organisation_id,
        state=next_state(SEAT, None, SeatVerb.REGISTER),
        name=name,
        body=body,
        registered_at=clock.now(),
        came_at=clock.now(),
        came_by=actor.name[:130],
        walked_in=True,
    )
    db.session.add(row)
    db.session.flush()
    _received(actor, event, row)
    return row


def _received(actor: Viewer, event: Event, row: EventRegistration) -> None:
    audit.record(actor, f"{seats.NOUN}.mark", seats.NOUN, row.id, event=event.id)
    if event.stage is EventStage.HELD:  # entered later, from a list on paper
        events.note_contact(actor, event, row)
    db.session.flush()


def _open(actor: Viewer, public_id: str) -> Event:
    """Return the event, held, from shortly before it begins. Raises NotFound, RuleViolation."""
    event: Event = entries.locked(actor, Event, public_id)
    if event.stage not in (EventStage.PUBLISHED, EventStage.HELD) or event.forgotten:
        raise RuleViolation(None, "この行事は、受付をする段階ではありません。")
    if clock.now() < event.begins - NEAREST_DOOR:
        raise RuleViolation(None, "受付は、開始の12時間前から始められます。")
    return event


def _by_code(event: Event, code: str) -> EventRegistration:
    wanted = code.strip().rsplit("=", 1)[-1].upper()
    found = db.session.scalars(
        rows.locking(select(EventRegistration).where(EventRegistration.event_id == event.id))
    )
    row = next((each for each in found if each.nonce and each.code == wanted), None)
    if row is None:
        raise NotFound
    return row
