"""Reordering of the agenda while the meeting is being planned."""

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import AGENDA_ITEM, ItemState, ItemVerb, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import meetings


def move(actor: Viewer, item_id: int, *, up: bool) -> AgendaItem:
    """Swap the item with the one before or after it.

    A withdrawn item keeps its position. Numbers follow positions within a kind: the earlier of
    two resolutions is always 議案第1号; an item that continues another keeps its number. Raises StaleState once the notice is submitted or sent,
    RuleViolation when moving the first item up or the last one down.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    meeting = item.meeting
    meetings.require_not_submitted(meeting)
    if meeting.state is not MeetingState.PLANNING:
        raise StaleState(f"通知した議題の順は変えられません（{meeting.state.label}）。")
    next_state(AGENDA_ITEM, item.state, ItemVerb.OPEN)
    standing = [each for each in meeting.items if each.state is ItemState.PLANNED]
    place = standing.index(item) + (-1 if up else 1)
    if not 0 <= place < len(standing):
        end = "最初" if up else "最後"
        raise RuleViolation(None, f"{end}の議題です。")
    other = standing[place]
    _exchange("position", item, other)
    if item.kind is other.kind and not (item.continues_id or other.continues_id):
        _exchange("number", item, other)
    db.session.expire(meeting, ["items"])
    audit.record(actor, "agenda.move", "agenda_item", item.id, up=up, other=other.id)
    db.session.flush()
    return item


def _exchange(field: str, one: AgendaItem, other: AgendaItem) -> None:
    """Swap a field via an unused value, because both databases check uniqueness row by row."""
    first, second = getattr(one, field), getattr(other, field)
    for item, value in ((one, 0), (other, first), (one, second)):
        setattr(item, field, value)
        db.session.flush()
