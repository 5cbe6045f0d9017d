"""The budget of a call (予算の執行状況): what is decided and asked for never exceeds it."""

from collections.abc import Iterable
from typing import NamedTuple

from app.rules.grants.amounts import yen
from app.rules.states.grants.grant import APPLIED, ASKED, COMMITTED, FINAL, GrantState


class Held(NamedTuple):
    """What one grant holds of the budget. asked: by its last paper; amount: decided or settled."""

    state: GrantState
    asked: int
    amount: int
    paid: int = 0


class Meter(NamedTuple):
    """予算, 決定済み, 申請中, 確定, 支払済み, 残り, in yen. bodies: that were chosen; places: in all."""

    budget: int
    decided: int
    asked: int
    settled: int
    paid: int
    applied: int
    bodies: int
    places: int

    @property
    def left(self) -> int:
        """What can still be promised."""
        return self.budget - self.decided - self.asked

    def refusal(self, more: int, *, is_new: bool) -> str:
        """Return why this much more cannot be promised, or ""."""
        if is_new and self.bodies >= self.places:
            return f"団体数の枠（{self.places}団体）に達しています。"
        if more > self.left:
            return (
                f"予算の残りは{yen(max(self.left, 0))}です。{yen(more)}を加えると予算を超えます。"
            )
        return ""


def meter(budget: int, places: int, grants: Iterable[Held]) -> Meter:
    """Return the meter of a call.

    What is promised by 内示 counts as asked for, what only was applied for does not: more bodies
    may apply than there is money for. A change counts with what it adds. Once settled, a grant
    counts with the settled amount, so that the rest is free again. A body that keeps nothing,
    because its grant was revoked or ended early, leaves its place to another (*reading*).
    """
    decided = asked = settled = paid = applied = bodies = 0
    for each in grants:
        paid += each.paid
        if each.state in COMMITTED:
            decided += each.amount
            bodies += each.amount > 0
        if each.state is GrantState.CHANGE_ASKED:
            asked += max(each.asked - each.amount, 0)
        if each.state in ASKED:
            asked += each.amount
            bodies += 1
        if each.state in FINAL:
            settled += each.amount
        if each.state in APPLIED:
            applied += each.asked
    return Meter(budget, decided, asked, settled, paid, applied, bodies, places)
