"""Where a meeting in session stands: what is open, what comes next, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models.meeting.agenda import AgendaItem
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.attendance import attending, missing
from app.rules.states.meeting.meeting import ItemState
from app.services.meeting import rolls, vote_state
from app.services.meeting.vote_state import Ending, VoteState


@dataclass(frozen=True)
class Progress:
    """What decides the next step of a meeting in session."""

    current: AgendaItem | None
    """The open item."""
    following: AgendaItem | None
    """The first item not yet begun."""
    short: int
    """How many more members have to attend for a quorum."""
    voting: VoteState | None
    """Who has voted on the open resolution."""
    ending: Ending | None
    """How the open resolution would end, once all have voted."""
    silent: Sequence[str]
    """Members attending by e-mail that have said nothing on the resolution that follows."""


def of(register: rolls.MeetingRows) -> Progress:
    """Return the progress of a meeting."""
    items = register.meeting.items
    current = next((item for item in items if item.state is ItemState.OPEN), None)
    following = next((item for item in items if item.state is ItemState.PLANNED), None)
    is_vote = current is not None and current.kind is ItemKind.RESOLUTION
    voting = vote_state.of_item(register, current) if current and is_vote else None
    has_voted = voting is not None and voting.entitled > 0 and not voting.missing
    votes_next = following is not None and following.kind is ItemKind.RESOLUTION
    return Progress(
        current=current,
        following=following,
        short=missing(len(register.executives), len(attending(register.roll(current)))),
        voting=voting,
        ending=vote_state.ending(register, current) if current and has_voted else None,
        silent=vote_state.unvoiced(register, following) if following and votes_next else [],
    )
