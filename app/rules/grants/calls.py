"""What a call for grants (補助金の募集) settles: kinds of grants and costs, limits, how bodies are chosen."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.common.labelled import Labelled

BEFORE = 5
"""Business days before a deadline on which the applicant is reminded."""
CORRECTION = timedelta(days=14)
"""The time for a correction (*reading*: the papers name none)."""


class GrantKind(Labelled):
    """補助金の種類 (資料「みんなで進める孤独・孤立対策事業」（２）; 会員のメリット「活動補助」)."""

    PUBLICITY = "publicity", "広報・交流経費補助"
    FORUM = "forum", "フォーラム開催補助"
    PEER = "peer_support", "ピアサポート補助金"


class LimitOn(Labelled):
    """What the limit limits: the paper's 「３０万円×2/3」 can be read both ways (*reading*: the costs)."""

    COST = "cost", "補助対象経費"
    GRANT = "grant", "補助金額"


class Rounding(Labelled):
    """端数の処理. Always down."""

    YEN = "yen", "1円未満切捨て"
    THOUSAND = "thousand", "1,000円未満切捨て"

    @property
    def unit(self) -> int:
        """The smallest amount, in yen."""
        return 1000 if self is Rounding.THOUSAND else 1


class Choosing(Labelled):
    """How bodies are chosen among those that apply."""

    FIRST_COME = "first_come", "先着順"
    SELECTION = "selection", "審査による選定"


class Payment(Labelled):
    """支払の方法."""

    AFTER = "after", "精算払"
    ADVANCE = "advance", "精算払（概算払もできる）"


class CostKind(Labelled):
    """経費の区分."""

    ADVERTISING = "advertising", "広告費"
    PRINTING = "printing", "印刷費"
    FEES = "fees", "講師謝金"
    VENUE = "venue", "会場使用料"
    TRAVEL = "travel", "旅費"
    SUPPLIES = "supplies", "消耗品費"
    OTHER = "other", "その他"


class ChangeKind(Labelled):
    """What a body asks to change after the decision: each needs approval before it is done."""

    CONTENT = "content", "内容・経費の変更"
    SUSPENSION = "suspension", "中止（再開するまで止める）"
    ABOLITION = "abolition", "廃止（やめる）"


@dataclass(frozen=True)
class ReportRule:
    """The deadline of the report (実績報告の期限)."""

    after_completion: int
    after_year: int

    def due_on(self, completed_on: date, fiscal_year: int) -> date:
        """Return the earlier of so many days after completion and after the fiscal year's end."""
        year_end = date(fiscal_year + 1, 3, 31)
        return min(
            completed_on + timedelta(days=self.after_completion),
            year_end + timedelta(days=self.after_year),
        )


def may_withdraw(decided_on: date, days: int, today: date) -> bool:
    """Whether a body may still withdraw: within so many days from the notice of the decision."""
    return today <= decided_on + timedelta(days=days)


def is_large(before: dict[CostKind, int], after: dict[CostKind, int], percent: int) -> bool:
    """Whether a change needs approval: more than `percent` of the costs are added or moved.

    before, after: the costs by kind, in yen.
    """
    differences = [after.get(kind, 0) - before.get(kind, 0) for kind in CostKind]
    more = sum(each for each in differences if each > 0)
    less = -sum(each for each in differences if each < 0)
    return max(more, less) * 100 > sum(before.values()) * percent
