"""Entitlement to vote on an item, and the count of votes (規約第12条第1項–第4項)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.rules import Verdict
from app.rules.common import articles
from app.rules.meeting.attendance import Ground, grounds, proxy_verdict, quorum_of
from app.rules.meeting.roll import Choice, Item, M, Roll, stated


@dataclass(frozen=True)
class Tally:
    """The count of one item: numbers of members, and the verdict with the calculation in words."""

    entitled: int
    in_favour: int
    against: int
    abstained: int
    silent: int
    passed: bool
    verdict: Verdict


def entitlement(roll: Roll[M], item: Item, member: M) -> Verdict:
    """Whether the member may vote on the item, and if not, why.

    Independent of the quorum. Raises ValueError when the chair is not one of the executive members
    present.
    """
    return _entitlement(roll, item, member, grounds(roll).get(member))


def _entitlement(roll: Roll[M], item: Item, member: M, ground: Ground | None) -> Verdict:
    if ground is None:
        executive = member in roll.executives
        return Verdict(
            False,
            articles.DECISION if executive else articles.PLATFORM_MEETING,
            "この会議に出席していないため、議決に加われません。"
            if executive
            else "幹事団体でないため、議決に加われません。",
        )
    if member == roll.chair:
        return Verdict(False, articles.CHAIR_HAS_NO_VOTE, "議長は採決に加わることができません。")
    if member in item.excluded:
        return Verdict(False, articles.DECISION, "この議案の議決からは除かれています。")
    if ground is Ground.PROXY and not item.notified:
        return Verdict(
            False,
            articles.PROXY,
            "あらかじめ通知されていない議案のため、委任による議決はできません。",
        )
    if ground is Ground.PROXY and roll.proxies[member] == roll.chair:
        return Verdict(
            False,
            articles.CHAIR_HAS_NO_VOTE,
            "代理人が議長で採決に加われないため、委任による議決はできません。",
        )
    return Verdict(True, articles.DECISION, "この議案の議決に加わることができます。")


def entitled(roll: Roll[M], item: Item) -> frozenset[M]:
    """Return the members entitled to vote on the item, whether or not there is a quorum.

    All attending members except the chair, the excluded, and those attending only by proxy if the
    item was not in the notice or the chair is the agent. Raises ValueError when the chair is not
    one of the executive members present.
    """
    return frozenset(
        member
        for member, ground in grounds(roll).items()
        if _entitlement(roll, item, member, ground)
    )


def _choice(
    roll: Roll[M],
    item: Item,
    member: M,
    votes: Mapping[M, Choice],
    proxy_votes: Mapping[M, Choice],
) -> Choice | None:
    """Return the choice that counts: own vote, else own e-mail, else the proxy's vote."""
    own = votes.get(member) or stated(roll, member, item)
    if own is not None:
        return own
    # An agent may cast only what could be delegated: a notified item, and not as the chair.
    delegated = item.notified and roll.proxies.get(member) != roll.chair
    if member in proxy_votes and delegated and proxy_verdict(roll, member):
        return proxy_votes[member]
    return None


def needed(entitled: int) -> int:
    """Return the least number of two thirds of the members entitled (規約第12条第1項)."""
    return (2 * entitled + 2) // 3


def choices(
    roll: Roll[M],
    item: Item,
    *,
    votes: Mapping[M, Choice],
    proxy_votes: Mapping[M, Choice] = MappingProxyType({}),
) -> dict[M, Choice | None]:
    """Return each member entitled with the choice that counts; None: it has said nothing.

    Arguments as of `tally`. Raises ValueError when the chair is not one of the executive members
    present.
    """
    return _choices(roll, item, grounds(roll), votes, proxy_votes)


def _choices(
    roll: Roll[M],
    item: Item,
    attending: Mapping[M, Ground],
    votes: Mapping[M, Choice],
    proxy_votes: Mapping[M, Choice],
) -> dict[M, Choice | None]:
    return {
        member: _choice(roll, item, member, votes, proxy_votes)
        for member, ground in attending.items()
        if _entitlement(roll, item, member, ground)
    }


def tally(
    roll: Roll[M],
    item: Item,
    *,
    votes: Mapping[M, Choice],
    proxy_votes: Mapping[M, Choice] = MappingProxyType({}),
) -> Tally:
    """Count the item as of its close.

    `votes`: member → its last choice, cast by itself in the meeting (the caller guarantees this: a
    vote here of a member attending by e-mail or proxy is counted). `proxy_votes`: principal →
    choice cast by its agent. Votes of members not entitled and through void proxies are ignored.
    Passed: quorum, at least one entitled member, and two thirds of the entitled in favour. Raises
    ValueError when the chair is not one of the executive members present.
    """
    attending = grounds(roll)
    made = _choices(roll, item, attending, votes, proxy_votes)
    may_vote, count = len(made), Counter(made.values())
    verdict = _verdict(
        quorum_of(len(roll.executives), Counter(attending.values())), may_vote, count
    )
    return Tally(
        entitled=may_vote,
        in_favour=count[Choice.FOR],
        against=count[Choice.AGAINST],
        abstained=count[Choice.ABSTAIN],
        silent=count[None],
        passed=verdict.allowed,
        verdict=verdict,
    )


def _verdict(quorum: Verdict, may_vote: int, count: Counter[Choice | None]) -> Verdict:
    if not quorum:
        return quorum
    if may_vote == 0:
        return Verdict(
            False,
            articles.DECISION,
            f"{quorum.reason}議決に加われる幹事団体がなく、可決できません。",
        )
    in_favour = count[Choice.FOR]
    passed = 3 * in_favour >= 2 * may_vote
    comparison, outcome = ("≧", "可決") if passed else ("＜", "否決")
    return Verdict(
        passed,
        articles.DECISION,
        f"{quorum.reason}議決に加われる{may_vote}団体のうち、賛成{in_favour}、"
        f"反対{count[Choice.AGAINST]}、棄権{count[Choice.ABSTAIN]}、表示なし{count[None]}。"
        f"3×{in_favour}＝{3 * in_favour}{comparison}2×{may_vote}＝{2 * may_vote}のため、"
        f"{outcome}です。",
    )
