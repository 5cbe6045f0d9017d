"""Data for the screen in the meeting room: no member's vote before the close."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import joinedload, selectinload

from app.errors import NotFound
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules import Verdict
from app.rules.meeting import grounds
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.attendance import Ground, missing, quorum_of
from app.rules.states.meeting.meeting import ItemState
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.meeting import resolution_records, rolls, vote_state
from app.services.meeting.vote_state import VoteState


@dataclass(frozen=True)
class Board:
    """The state of a meeting in numbers."""

    meeting: Meeting
    item: AgendaItem | None
    """The open item, else the last one that ended."""
    record: ResolutionRecord | None
    """The record of the item shown."""
    by_ground: Counter[Ground]
    executives: int
    quorum: Verdict
    short: int
    """How many more members have to attend for a quorum."""
    state: VoteState | None
    """Who has voted on the open resolution, whatever the choice."""

    @property
    def is_voting(self) -> bool:
        """Whether a vote is under way."""
        item = self.item
        is_open = item is not None and item.state is ItemState.OPEN
        return is_open and item is not None and item.kind is ItemKind.RESOLUTION

    @property
    def grounds(self) -> list[tuple[Ground, int]]:
        """All grounds of attendance with their numbers, zeros included."""
        return [(ground, self.by_ground[ground]) for ground in Ground]

    @property
    def counts(self) -> Mapping[str, int] | None:
        """The vote count of the item shown, after its close."""
        return self.record.content["counts"] if self.record else None


def board(actor: Viewer, meeting_id: int) -> Board:
    """Return the board of a meeting. Raises NotFound for a written resolution (no session)."""
    actor.require(Role.SECRETARIAT)
    meeting = rows.one(Meeting, meeting_id, joinedload(Meeting.chair), selectinload(Meeting.items))
    if meeting.is_written:
        raise NotFound
    item = _shown(meeting)
    register = rolls.register(meeting)
    decided = resolution_records.of_meeting(meeting)
    is_open = item is not None and item.state is ItemState.OPEN
    by_ground = Counter(grounds(register.roll(item if is_open else None)).values())
    return Board(
        meeting=meeting,
        item=item,
        record=decided.get(item.id) if item else None,
        by_ground=by_ground,
        quorum=quorum_of(len(register.executives), by_ground),
        executives=len(register.executives),
        short=missing(len(register.executives), by_ground.total()),
        state=_state(register, item) if item and is_open else None,
    )


def _shown(meeting: Meeting) -> AgendaItem | None:
    opened: AgendaItem | None = next(
        (item for item in meeting.items if item.state is ItemState.OPEN), None
    )
    ended = [item for item in meeting.items if item.state is ItemState.CLOSED and item.closed_at]
    return opened or max(ended, key=lambda item: (item.closed_at, item.position), default=None)


def _state(register: rolls.MeetingRows, item: AgendaItem) -> VoteState | None:
    return vote_state.of_item(register, item) if item.kind is ItemKind.RESOLUTION else None
