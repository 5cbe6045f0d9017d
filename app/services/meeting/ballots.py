"""The ballot on a member's own phone: its own vote and its principals', on every open item."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules import Verdict
from app.rules.meeting import grounds
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.attendance import Ground, missing, proxy_verdict, quorum_of
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import ItemState
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.meeting import resolution_records, rolls, votes

MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class BallotLine:
    """One vote the member may cast, or the reason why it may not."""

    member_id: int
    name: str
    is_own: bool
    verdict: Verdict
    instruction: Choice | None
    """The principal's instruction to its agent."""
    cast: Choice | None
    """The vote cast by the member or its agent."""
    stated: Choice | None
    """The member's statement by e-mail, which counts unless the member casts a vote."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The available choices: only the instructed one, where there is an instruction."""
        return (self.instruction,) if self.instruction else tuple(Choice)


@dataclass(frozen=True)
class Ballot:
    """A meeting as seen by one participating executive member."""

    meeting: Meeting
    register: rolls.MeetingRows
    member_id: int
    records: Mapping[int, ResolutionRecord]
    """Item → its sealed record."""

    @property
    def is_there(self) -> bool:
        """Whether the member is present now."""
        return self.member_id in self.register.there

    @property
    def by_ground(self) -> Counter[Ground]:
        """Number of attending members by ground of attendance."""
        return Counter(grounds(self.register.roll()).values())

    @property
    def quorum(self) -> Verdict:
        """The current quorum with its explanation (規約第11条)."""
        return quorum_of(len(self.register.executives), self.by_ground)

    @property
    def short(self) -> int:
        """How many more members have to attend for a quorum."""
        return missing(len(self.register.executives), self.by_ground.total())

    @property
    def votable(self) -> list[AgendaItem]:
        """The open resolutions."""
        return [
            item
            for item in self.meeting.items
            if item.state is ItemState.OPEN and item.kind is ItemKind.RESOLUTION
        ]

    @property
    def principals(self) -> Mapping[int, Verdict]:
        """The member's principals, and whether each proxy holds."""
        roll = self.register.roll()
        return {
            principal: proxy_verdict(roll, principal)
            for principal, proxy in self.register.proxies.items()
            if proxy.agent_id == self.member_id
        }

    def has_just_voted_on(self, item_id: int | None) -> bool:
        """Whether the member voted on the item a moment ago, for itself or for a principal."""
        cast, since = self.register.votes.get(item_id or 0, {}).values(), clock.now() - MOMENT
        own = [each for each in cast if self.member_id in (each.organisation_id, each.agent_id)]
        return any(vote.cast_at > since for vote in own)

    def lines(self, item: AgendaItem) -> list[BallotLine]:
        """Return the member's own vote on the item, then its principals'."""
        return [self._line(item, each) for each in (self.member_id, *self.principals)]

    def _line(self, item: AgendaItem, member_id: int) -> BallotLine:
        register = self.register
        is_own = member_id == self.member_id
        vote = register.votes.get(item.id, {}).get(member_id)
        word = register.emails.get(member_id, {}).get(item.id)
        return BallotLine(
            member_id=member_id,
            name=register.names[member_id],
            is_own=is_own,
            verdict=votes.may_cast(register, item, self.member_id, member_id),
            instruction=None if is_own else rolls.instruction(register.proxies[member_id], item),
            cast=vote.choice if vote else None,
            stated=word.choice if word else None,
        )


def ballot_of(actor: Viewer, meeting_id: int) -> Ballot:
    """Return the meeting for the actor's organisation. Raises NotFound if not on the roll."""
    actor.require(Role.EXECUTIVE)
    meeting = rows.one(Meeting, meeting_id, joinedload(Meeting.chair), selectinload(Meeting.items))
    register = rolls.register(meeting)
    member_id = actor.organisation_id
    if meeting.is_written or member_id is None or member_id not in register.entries:
        raise NotFound
    return Ballot(meeting, register, member_id, resolution_records.of_meeting(meeting))
