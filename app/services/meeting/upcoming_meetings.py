"""Upcoming meetings for the home pages, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import ItemKind, Reply
from app.rules.states.meeting.meeting import ANSWERABLE_STATES, ItemState, MeetingState
from app.security.viewer import Role, Viewer

MAX_SHOWN = 3
COMES = tuple(reply for reply in Reply if reply.comes)


@dataclass(frozen=True)
class UpcomingMeeting:
    """A meeting notified or in session, or a written resolution in progress."""

    meeting: Meeting
    entry: RollEntry | None
    """The roll entry of the viewer's organisation; None if not on the roll."""
    votes_on: str | None
    """The title of the resolution being voted on now."""
    members: int
    answered: int
    coming: int

    @property
    def is_over(self) -> bool:
        """Whether the last day of a written resolution is over."""
        return self.meeting.is_late(clock.now())

    @property
    def wants_answer(self) -> bool:
        """Whether the answer of the viewer's organisation is outstanding."""
        entry = self.entry
        is_open = entry is not None and entry.reply is None and entry.released_at is None
        return is_open and not self.is_over

    @property
    def has_ballot(self) -> bool:
        """Whether the viewer's organisation may take part in the session now."""
        entry = self.entry
        in_session = self.meeting.state is MeetingState.OPEN
        return in_session and entry is not None and entry.released_at is None


def upcoming(actor: Viewer) -> Sequence[UpcomingMeeting]:
    """Return the next meetings, nearest first."""
    actor.require(Role.SECRETARIAT, Role.EXECUTIVE)
    own = and_(
        RollEntry.meeting_id == Meeting.id,
        RollEntry.organisation_id == actor.organisation_id,
    )
    votes_on = (
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.state == ItemState.OPEN, AgendaItem.kind == ItemKind.RESOLUTION)
        .order_by(AgendaItem.position)
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Meeting,
            RollEntry,
            votes_on,
            _entries(),
            _entries(*Reply),
            _entries(*COMES),
        )
        .outerjoin(RollEntry, own)
        .where(Meeting.state.in_(ANSWERABLE_STATES))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MAX_SHOWN)
    )
    return [
        UpcomingMeeting(
            meeting, entry, None if meeting.is_written else title, members, answered, coming
        )
        for meeting, entry, title, members, answered, coming in rows
    ]


def _entries(*replies: Reply) -> ScalarSelect[int]:
    """Return the number of roll entries with one of the replies; without any, of all entries."""
    each = aliased(RollEntry)
    counted = select(func.count()).select_from(each).where(each.meeting_id == Meeting.id)
    if replies:
        counted = counted.where(each.reply.in_(replies))
    return counted.correlate(Meeting).scalar_subquery()
