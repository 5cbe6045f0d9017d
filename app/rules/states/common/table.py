"""The only mechanism for changing the state of a governed entity: a table state × verb → state."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.errors import StaleState
from app.rules.common.labelled import Labelled

S = TypeVar("S", bound="State")
V = TypeVar("V", bound=StrEnum)


class State(Labelled):
    """A state of a governed entity."""


def next_state(table: Mapping[tuple[S | None, V], S], state: S | None, verb: V) -> S:
    """Return the state that `verb` leads to; an entity not yet created has the state None.

    Raises StaleState, with a Japanese message, when the verb is not possible in this state.
    """
    following = table.get((state, verb))
    if following is None:
        where = "この段階" if state is None else f"今の状態（{state.label}）"
        raise StaleState(
            f"{where}ではこの操作はできません。画面を開き直して状態を確かめてください。"
        )
    return following


def verbs_from(table: Mapping[tuple[S | None, V], S], state: S | None) -> tuple[V, ...]:
    """Return the verbs possible in this state, in the table's order; none for a final state."""
    return tuple(verb for at, verb in table if at == state)
