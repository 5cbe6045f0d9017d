"""A show of hands or ballot papers, recorded for many members at once (規約第12条)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import RuleViolation
from app.models.agenda import AgendaItem
from app.models.attendance import Presence
from app.models.vote import Vote
from app.rules import Verdict, articles
from app.rules.agenda import VoteWay
from app.rules.roll import Choice
from app.security.viewer import Role, Viewer
from app.services import meetings, rolls, votes


@dataclass(frozen=True)
class Voter:
    """One vote that can, or cannot, be cast in the meeting now: by the member, or by its agent."""

    member_id: int
    name: str
    agent: str
    """Who votes for it; "" where it is there itself."""
    verdict: Verdict
    wanted: Choice | None
    """What the principal told its agent."""
    vote: Vote | None
    presence: Presence | None

    @property
    def has_left(self) -> bool:
        """Whether it voted itself and then left: its vote counts (*reading*)."""
        return self.presence is None and self.vote is not None and self.vote.agent_id is None

    @property
    def shown(self) -> Choice | None:
        """The choice, where the secretariat recorded it: a click stays hidden until the close."""
        if self.vote is None or self.vote.way is VoteWay.CLICK:
            return None
        return self.vote.choice


def voters(register: rolls.Register, item: AgendaItem) -> list[Voter]:
    """Everyone there, with a proxy, or gone after voting, in the order of the roll."""
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
            Voter(
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
    """Record what the members raised their hands for; returns how many votes that were.

    choices: member → choice. rest: what all others who may vote and have not are recorded with; an
    agent that was told what to vote votes as told. All are recorded or none.
    Raises RuleViolation where there is nothing to record, and for one that may not vote.
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
    return len(votes.note_all(actor, item_id, words, way=way, agents=by_agent))
