"""Input types of the platform meeting's rules: the roll, an item, a choice.

All values are those of one item at its close: the roll, the proxies and the chair at that time.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.rules.common.labelled import Labelled

M = TypeVar("M", bound=Hashable)
"""A member: any hashable value."""


class Choice(Labelled):
    """A vote."""

    FOR = "for", "賛成"
    AGAINST = "against", "反対"
    ABSTAIN = "abstain", "棄権"


STATABLE = (Choice.FOR, Choice.AGAINST)
"""What can be stated by e-mail (規約第12条第4項)."""


@dataclass(frozen=True)
class Roll(Generic[M]):
    """The participants and their ways of participation.

    `executives` is the set E of the record date; `present` the members in the room or online
    (including one that voted on the item and then left); `proxies` maps principal to agent, without
    proxies ended by the principal's arrival; `statements` maps member to its e-mail statements, by
    item key. Void proxies, guests and empty statements may be included: the rules ignore them.
    """

    executives: frozenset[M]
    present: frozenset[M]
    proxies: Mapping[M, M]
    statements: Mapping[M, Mapping[Any, Choice]]
    chair: M | None = None


@dataclass(frozen=True)
class Item:
    """A resolution (議案): whether it was in the notice, and the members excluded from it."""

    key: Hashable
    notified: bool = True
    excluded: frozenset[Hashable] = frozenset()


def stated(roll: Roll[M], member: M, item: Item) -> Choice | None:
    """Return the member's e-mail statement for or against this item; None if there is none."""
    choice = roll.statements.get(member, {}).get(item.key)
    return choice if choice in (Choice.FOR, Choice.AGAINST) else None
