"""An independent model of a platform meeting under the by-laws (規約第11条・第12条).

It is plain Python in memory and shares no code with app: members and items are arbitrary
values, choices are "for", "against" and "abstain", and days are numbers. Each event returns
whether the by-laws allow it. The ways of voting and stating (MAIL, PAPER, CLICK, HANDS) are
mere names.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

TWO_THIRDS = Fraction(2, 3)
MAIL, PAPER, CLICK, HANDS = "mail", "paper", "click", "hands"


@dataclass
class Motion:
    """A resolution on the agenda."""

    notified: bool = True
    releases: Any = None
    state: str = "planned"
    excluded: set[Any] = field(default_factory=set)
    own: dict[Any, str] = field(default_factory=dict)
    by_agent: dict[Any, str] = field(default_factory=dict)
    own_way: dict[Any, str] = field(default_factory=dict)
    said: dict[Any, list[tuple[int, str]]] = field(default_factory=dict)
    """Member → its own statements in order of time, as (day, choice); also hands against."""


@dataclass
class Result:
    """The result of a close."""

    outcome: str
    entitled: int
    in_favour: int
    against: int
    abstained: int
    silent: int
    assents: int
    deemed_on: int | None


class Hall:
    """The state of the meeting."""

    def __init__(self, executives: set[Any]) -> None:
        self.roll = set(executives)
        self.released: set[Any] = set()
        self.state = "notified"
        self.here: set[Any] = set()
        self.agent: dict[Any, Any] = {}
        self.covered: dict[Any, set[Any] | None] = {}
        self.wanted: dict[Any, dict[Any, str]] = {}
        self.mails: dict[Any, dict[Any, str]] = {}
        self.chair: Any = None
        self.motions: dict[Any, Motion] = {}
        self.day = 0
        self._said_by_vote: dict[Any, int] = {}

    # Events

    def begin(self) -> bool:
        if self.state != "notified":
            return False
        self.state = "open"
        return True

    def finish(self) -> bool:
        if self.state != "open" or any(not self._over(each) for each in self.motions.values()):
            return False
        self.state = "over"
        return True

    def add_late(self, key: Any) -> bool:
        if self.state == "over":
            return False
        self.motions[key] = Motion(notified=False)
        return True

    def arrive(self, member: Any) -> bool:
        if self.state != "open" or member not in self.electorate or member in self.here:
            return False
        self.here.add(member)
        self._end_proxy(member)
        return True

    def depart(self, member: Any) -> bool:
        if self.state != "open" or member not in self.here:
            return False
        self.here.discard(member)
        if self.chair == member:
            self.chair = None
        return True

    def elect(self, member: Any) -> bool:
        if self.state != "open":
            return False
        if member is not None:
            if member not in self.here or member not in self.electorate:
                return False
            for motion in self._open():
                motion.own.pop(member, None)
                motion.own_way.pop(member, None)
                self._unsay(motion, member)
                for principal, agent in self.agent.items():
                    if agent == member:
                        motion.by_agent.pop(principal, None)
        self.chair = member
        return True

    def delegate(self, principal: Any, agent: Any, items: set[Any] | None, wanted: Any) -> bool:
        """Appoint an agent. items: None for all notified items. wanted: item → instructed choice."""
        named = set(wanted) if items is None else items
        delegable = {
            key for key, each in self.motions.items() if each.notified and not self._over(each)
        }
        if (
            self.state == "over"
            or principal not in self.electorate
            or agent not in self.electorate
            or agent == principal
            or principal in self.here
            or not named <= delegable
            or items == set()
        ):
            return False
        self._end_proxy(principal)
        self.agent[principal] = agent
        self.covered[principal] = items
        self.wanted[principal] = dict(wanted)
        return True

    def revoke(self, principal: Any) -> bool:
        if self.state == "over" or principal not in self.agent:
            return False
        self._end_proxy(principal)
        return True

    def write(self, member: Any, words: dict[Any, str], how: str) -> bool:
        """Record a statement by mail or on paper."""
        if (
            self.state == "over"
            or member not in self.electorate
            or not words
            or any(choice == "abstain" for choice in words.values())
            or any(key not in self.motions or self._over(self.motions[key]) for key in words)
        ):
            return False
        for key, choice in words.items():
            self.motions[key].said.setdefault(member, []).append((self.day, choice))
            if how == MAIL:
                self.mails.setdefault(member, {})[key] = choice
        return True

    def exclude(self, key: Any, member: Any) -> bool:
        if key not in self.motions or self._over(self.motions[key]):
            return False
        self.motions[key].excluded.add(member)
        return True

    def put(self, key: Any) -> bool:
        """Open the vote on an item."""
        motion = self.motions.get(key)
        if motion is None or self.state != "open" or motion.state != "planned" or self._open():
            return False
        motion.state = "open"
        return True

    def drop(self, key: Any) -> bool:
        motion = self.motions.get(key)
        if motion is None or self._over(motion):
            return False
        motion.state = "withdrawn"
        return True

    def vote(self, key: Any, member: Any, choice: str, how: str) -> bool:
        """Record the member's own vote."""
        motion = self.motions.get(key)
        if motion is None or motion.state != "open" or member not in self.here:
            return False
        if member not in self._voters(motion):
            return False
        motion.by_agent.pop(member, None)
        before, before_way = motion.own.get(member), motion.own_way.get(member)
        if how == HANDS and before == choice and before_way == CLICK:
            return True
        self._unsay(motion, member)
        motion.own[member], motion.own_way[member] = choice, how
        if how == CLICK or choice != "for":
            motion.said.setdefault(member, []).append((self.day, choice))
            self._said_by_vote[(key, member)] = len(motion.said[member]) - 1
        return True

    def vote_for(self, key: Any, agent: Any, principal: Any, choice: str) -> bool:
        """Record the agent's vote for its principal."""
        motion = self.motions.get(key)
        if (
            motion is None
            or motion.state != "open"
            or agent not in self.here
            or self.agent.get(principal) != agent
            or agent == self.chair
            or not self._covers(principal, key)
            or principal not in self._voters(motion)
            or principal in motion.own
            or key in self.mails.get(principal, {})
        ):
            return False
        wanted = self.wanted[principal].get(key)
        if wanted is not None and wanted != choice:
            return False
        motion.by_agent[principal] = choice
        return True

    def close(self, key: Any) -> Result | None:
        motion = self.motions.get(key)
        if motion is None or motion.state != "open" or self.state != "open":
            return None
        result = self.count(key)
        motion.state = "closed"
        if result.outcome in ("passed", "deemed") and motion.releases is not None:
            self._release(motion.releases)
        return result

    # Result

    def count(self, key: Any) -> Result:
        motion = self.motions[key]
        attending = [m for m in self.electorate if self._attends(motion, m)]
        voters = self._voters(motion)
        heard = [self._heard(key, motion, member) for member in voters]
        assents = sorted(
            words[-1][0]
            for member, words in motion.said.items()
            if member in self.electorate and words and words[-1][1] == "for"
        )
        enough = [n for n in range(len(assents) + 1) if self._two_thirds(n)]
        deemed_on = assents[enough[0] - 1] if enough and enough[0] else None
        quorum = self._two_thirds(len(attending))
        in_favour = heard.count("for")
        if quorum and voters and Fraction(in_favour, len(voters)) >= TWO_THIRDS:
            outcome = "passed"
        elif deemed_on is not None:
            outcome = "deemed"
        else:
            outcome = "rejected" if quorum else "no_quorum"
        return Result(
            outcome,
            len(voters),
            in_favour,
            heard.count("against"),
            heard.count("abstain"),
            heard.count(None),
            len(assents),
            deemed_on,
        )

    @property
    def electorate(self) -> set[Any]:
        """The current electorate (E)."""
        return self.roll - self.released

    def _two_thirds(self, number: int) -> bool:
        return bool(self.electorate) and Fraction(number, len(self.electorate)) >= TWO_THIRDS

    def _present(self, motion: Motion, member: Any) -> bool:
        return member in self.here or member in motion.own

    def _proxy_holds(self, motion: Motion, member: Any) -> bool:
        agent = self.agent.get(member)
        return (
            agent is not None
            and not self._present(motion, member)
            and agent in self.here
            and agent in self.electorate
        )

    def _attends(self, motion: Motion, member: Any) -> bool:
        return (
            self._present(motion, member)
            or bool(self.mails.get(member))
            or self._proxy_holds(motion, member)
        )

    def _voters(self, motion: Motion) -> list[Any]:
        key = next(key for key, each in self.motions.items() if each is motion)
        found = []
        for member in self.electorate:
            if not self._attends(motion, member):
                continue
            if member == self.chair or member in motion.excluded:
                continue
            by_proxy_only = not self._present(motion, member) and not self.mails.get(member)
            if by_proxy_only and not self._covers(member, key):
                continue
            if by_proxy_only and self.agent[member] == self.chair:
                continue
            found.append(member)
        return found

    def _heard(self, key: Any, motion: Motion, member: Any) -> str | None:
        if member in motion.own:
            return motion.own[member]
        if key in self.mails.get(member, {}):
            return self.mails[member][key]
        counts = self._proxy_holds(motion, member) and self._covers(member, key)
        if counts and self.agent[member] != self.chair:
            return motion.by_agent.get(member)
        return None

    def _covers(self, principal: Any, key: Any) -> bool:
        items = self.covered[principal]
        return self.motions[key].notified and (items is None or key in items)

    # Helpers

    def _unsay(self, motion: Motion, member: Any) -> None:
        """Remove the statement made by the member's previous vote, which no longer counts."""
        key = next(key for key, each in self.motions.items() if each is motion)
        place = self._said_by_vote.pop((key, member), None)
        if place is not None:
            del motion.said[member][place]

    def _end_proxy(self, principal: Any) -> None:
        if self.agent.pop(principal, None) is None:
            return
        for motion in self._open():
            motion.by_agent.pop(principal, None)

    def _release(self, member: Any) -> None:
        self.released.add(member)
        if self.chair == member:
            self.chair = None
        for principal, agent in list(self.agent.items()):
            if member in (principal, agent):
                self._end_proxy(principal)

    def _open(self) -> list[Motion]:
        return [each for each in self.motions.values() if each.state == "open"]

    @staticmethod
    def _over(motion: Motion) -> bool:
        return motion.state in ("closed", "withdrawn")
