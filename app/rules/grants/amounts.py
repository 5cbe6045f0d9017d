"""The arithmetic of a grant (補助金額の計算), in whole yen, and the same in words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

from app.rules.grants.calls import LimitOn, Rounding


@dataclass(frozen=True)
class Terms:
    """The terms of a call: the rate as two whole numbers, the limit, what it limits, the rounding."""

    numerator: int
    denominator: int
    limit: int
    limit_on: LimitOn
    rounding: Rounding

    @property
    def rate(self) -> str:
        """The rate as written: 2/3, 10/10."""
        return f"{self.numerator}/{self.denominator}"

    @property
    def percent(self) -> str:
        """The rate in percent with one decimal, rounded half up: 66.7 (GIF 451-4 最大補助率)."""
        tenths = (self.numerator * 2000 + self.denominator) // (2 * self.denominator)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def most(self) -> int:
        """The most that one body can get (給付上限額)."""
        return self.limit if self.limit_on is LimitOn.GRANT else self.share(self.limit)

    def share(self, cost: int) -> int:
        """Return the granted share of a cost, rounded down."""
        unit = self.rounding.unit
        return cost * self.numerator // (self.denominator * unit) * unit

    def plain(self) -> dict[str, Any]:
        """Return the terms as JSON holds them."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return the terms from `plain`."""
        return cls(
            plain["numerator"],
            plain["denominator"],
            plain["limit"],
            LimitOn(plain["limit_on"]),
            Rounding(plain["rounding"]),
        )


class Step(NamedTuple):
    """A step of the calculation: its name, how it comes about, and its result in yen."""

    name: str
    words: str
    amount: int


class Reckoning(NamedTuple):
    """A grant worked out. cost = amount + own + income that was counted."""

    cost: int
    income: int
    amount: int
    steps: tuple[Step, ...]

    @property
    def own(self) -> int:
        """What the body pays itself (自己負担額)."""
        return self.cost - min(self.income, self.cost) - self.amount


def work_out(
    terms: Terms, costs: Sequence[int], income: int = 0, *, at_most: int | None = None
) -> Reckoning:
    """Return the grant for costs and other income, in yen, with each step in words.

    at_most: what has been decided, which a settlement never exceeds (額の確定).
    """
    cost = sum(costs)
    steps = [Step("補助対象経費の合計", f"対象になる明細{len(costs)}件の合計", cost)]
    counted = max(cost - income, 0)
    words = f"{yen(cost)}－他の収入{yen(income)}" + ("（0円を下回らない）" if income > cost else "")
    steps.append(Step("他の収入を引いた額", words, counted))
    if terms.limit_on is LimitOn.COST:
        words = _within(counted, terms.limit, "補助対象経費の上限")
        counted = min(counted, terms.limit)
        steps.append(Step("補助率を掛ける額", words, counted))
    amount = terms.share(counted)
    words = f"{yen(counted)}×{terms.rate}（{terms.rounding.label}）"
    steps.append(Step("補助率を掛けた額", words, amount))
    if terms.limit_on is LimitOn.GRANT:
        words = _within(amount, terms.limit, "補助金の上限")
        amount = min(amount, terms.limit)
        steps.append(Step("補助金の上限との比較", words, amount))
    if at_most is not None:
        words = _within(amount, at_most, "交付決定額")
        amount = min(amount, at_most)
        steps.append(Step("交付決定額との比較", words, amount))
    steps.append(Step("補助金額", "以上により", amount))
    return Reckoning(cost, income, amount, tuple(steps))


def yen(amount: int) -> str:
    """Return 200,000円."""
    return f"{amount:,}円"


def _within(amount: int, limit: int, name: str) -> str:
    if amount > limit:
        return f"{name}{yen(limit)}を超えるため、その額"
    return f"{name}{yen(limit)}以内のため、そのまま"
