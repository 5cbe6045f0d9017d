"""Show of hands or ballot papers, recorded for many members at once (規約第12条)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import RuleViolation
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Presence
from app.models.meeting.vote import Vote
from app.rules import Verdict
from app.rules.common import articles
from app.rules.meeting.agenda import VoteWay
from app.rules.meeting.roll import Choice
from app.security.viewer import Role, Viewer
from app.services.meeting import meetings, rolls, votes


@dataclass(frozen=True)
class CastableVote:
    """One vote that can or cannot be cast now, by the member or its agent."""

    member_id: int
    name: str
    agent: str
    """The member's agent; "" where the member is present."""
    verdict: Verdict
    wanted: Choice | None
    """The principal's instruction to its agent."""
    vote: Vote | None
    presence: Presence | None

    @property
    def has_left(self) -> bool:
        """Whether the member voted itself and then left; its vote counts (*reading*)."""
        return self.presence is None and self.vote is not None and self.vote.agent_id is None

    @property
    def shown(self) -> Choice | None:
        """The choice as recorded by the secretariat; a click stays hidden until the close."""
        if self.vote is None or self.vote.way is VoteWay.CLICK:
            return None
        return self.vote.choice


def voters(register: rolls.MeetingRows, item: AgendaItem) -> list[CastableVote]:
    """Return members present, represented or departed after voting, in roll order."""
    found = []
    cast = register.votes.get(item.id, {})
    for member, entry in register.entries.items():
        proxy = register.proxies.get(member)
        there = register.there.get(member)
        if there is None and proxy is None and member not in cast:
            continue
        voter = member if there is not None or proxy is None else proxy.agent_id
        agent = register.names.get(voter, "") if voter != member else ""
        wanted = rolls.instruction(proxy, item) if agent and proxy is not None else None
        found.append(
            CastableVote(
                member_id=member,
                name=entry.organisation.name,
                agent=agent,
                verdict=votes.may_cast(register, item, voter, member),
                wanted=wanted,
                vote=cast.get(member),
                presence=there,
            )
        )
    return found


def record(
    actor: Viewer,
    item_id: int,
    choices: Mapping[int, Choice],
    *,
    way: VoteWay,
    rest: Choice | None = None,
) -> int:
    """Record a show of hands; returns the number of votes recorded.

    choices: member → choice. rest: the choice for everyone else entitled who has not voted; an
    instructed agent votes as instructed. All are recorded or none.
    Raises RuleViolation where there is nothing to record, and for a member that may not vote.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    by_agent = set()
    words = dict(choices)
    for voter in voters(rolls.register(item.meeting), item):
        if voter.agent:
            by_agent.add(voter.member_id)
        if rest is not None and voter.verdict and voter.vote is None:
            words.setdefault(voter.member_id, voter.wanted or rest)
    if not words:
        raise RuleViolation(
            articles.DECISION, "記録する賛否がありません。団体ごとに選んでください。"
        )
    return len(votes.record_all(actor, item_id, words, way=way, agents=by_agent))
