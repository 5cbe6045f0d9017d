"""Forecast of the quorum, and the members to contact (規約第11条)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic

from app.rules.common.labelled import Labelled
from app.rules.meeting.attendance import Ground, grounds
from app.rules.meeting.roll import Choice, M, Roll


class Outlook(Labelled):
    """定足数の見込み."""

    CERTAIN = "certain", "成立の見込み"
    POSSIBLE = "possible", "未回答の団体の回答次第で成立します"
    IMPOSSIBLE = "impossible", "このままでは不成立"


class ContactReason(Labelled):
    """Why a member is worth contacting, the most promising first."""

    UNANSWERED = "unanswered", "未回答"
    AGENT_UNSURE = "agent_unsure", "代理人の出席が未定"
    AGENT_ABSENT = "agent_absent", "代理人が出席しない（別の代理人を依頼）"
    ON_PAPER = "on_paper", "書面の賛否だけでは出席にならない（メールかリンクでの表明、委任を依頼）"
    ABSENT = "absent", "欠席（委任か意思表明を依頼）"


@dataclass(frozen=True)
class Forecast(Generic[M]):
    """The expected attendance if everyone does as announced."""

    executives: int
    expected: Mapping[Ground, int]
    needed: int
    outlook: Outlook
    to_ask: Mapping[M, ContactReason]

    @property
    def count(self) -> int:
        """The number of members expected to attend, by any ground."""
        return sum(self.expected.values())

    @property
    def missing(self) -> int:
        """The number of members still missing."""
        return max(0, self.needed - self.count)

    @property
    def sentence(self) -> str:
        """The calculation in words."""
        ways = "、".join(f"{ground.label}{self.expected[ground]}" for ground in Ground)
        sum_ = (
            f"幹事団体{self.executives}団体のうち{self.count}団体が出席の見込み（{ways}）。"
            f"定足数は{self.needed}団体です。"
        )
        return sum_ if not self.missing else f"{sum_}あと{self.missing}団体の出席が必要です。"


def forecast(
    executives: frozenset[M],
    *,
    announced: frozenset[M],
    answered: frozenset[M],
    proxies: Mapping[M, M],
    statements: Mapping[M, Mapping[Any, Choice]],
    on_paper: frozenset[M] = frozenset(),
) -> Forecast[M]:
    """Forecast the quorum from the replies: attendance, e-mail statements, proxies to those coming.

    announced: members who will come; answered: members with any attendance answer; on_paper:
    members with a statement on paper, which gives no attendance (規約第12条第4項).
    """
    roll = Roll(executives, announced, proxies, statements)
    ways = grounds(roll)
    unanswered = executives - answered - set(ways)
    to_ask: dict[M, ContactReason] = dict.fromkeys(unanswered, ContactReason.UNANSWERED)
    for member in executives - set(ways) - unanswered:
        if member not in proxies:
            to_ask[member] = ContactReason.ON_PAPER if member in on_paper else ContactReason.ABSENT
        elif proxies[member] in unanswered:
            to_ask[member] = ContactReason.AGENT_UNSURE
        else:
            to_ask[member] = ContactReason.AGENT_ABSENT
    hoped = sum(
        why in (ContactReason.UNANSWERED, ContactReason.AGENT_UNSURE) for why in to_ask.values()
    )
    count = len(ways)
    outlook = Outlook.IMPOSSIBLE
    if executives and 3 * count >= 2 * len(executives):
        outlook = Outlook.CERTAIN
    elif executives and 3 * (count + hoped) >= 2 * len(executives):
        outlook = Outlook.POSSIBLE
    counted = Counter(ways.values())
    return Forecast(
        executives=len(executives),
        expected={ground: counted[ground] for ground in Ground},
        needed=(2 * len(executives) + 2) // 3,
        outlook=outlook,
        to_ask=dict(sorted(to_ask.items(), key=lambda pair: list(ContactReason).index(pair[1]))),
    )
