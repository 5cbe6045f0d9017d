"""What the platform meeting's rules are asked about: the roll, an item, a choice.

Everything is taken for one item at its close: who is on the roll then, which proxies, which chair.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

M = TypeVar("M", bound=Hashable)
"""A member: any hashable value."""


class Choice(StrEnum):
    """A vote. By e-mail only FOR and AGAINST can be stated (規約第12条第4項: 賛否)."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"

    @property
    def label(self) -> str:
        """The choice in Japanese."""
        return _LABELS[self]


_LABELS = {Choice.FOR: "賛成", Choice.AGAINST: "反対", Choice.ABSTAIN: "棄権"}


@dataclass(frozen=True)
class Roll(Generic[M]):
    """Who takes part, and how.

    `executives` is the set E of the record date; `present` who is there, in the room or online
    (also who voted on the item and then left); `proxies` leads from principal to agent, without
    those that ended when their principal came; `statements` from member to what it stated by
    e-mail, by item key. Void proxies, guests and empty statements may be in it: the rules leave
    them out.
    """

    executives: frozenset[M]
    present: frozenset[M]
    proxies: Mapping[M, M]
    statements: Mapping[M, Mapping[Any, Choice]]
    chair: M | None = None


@dataclass(frozen=True)
class Item:
    """A resolution (議案): whether it stood in the notice, and who is excluded from it."""

    key: Hashable
    notified: bool = True
    excluded: frozenset[Hashable] = frozenset()


def stated(roll: Roll[M], member: M, item: Item) -> Choice | None:
    """What the member stated for or against this item by e-mail; None when nothing."""
    choice = roll.statements.get(member, {}).get(item.key)
    return choice if choice in (Choice.FOR, Choice.AGAINST) else None
