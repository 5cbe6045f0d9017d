"""Two people edit the same row: what the second saves is compared with what the page was made from.

A page cannot lock a row while somebody types. It carries a mark of each value with which it was
opened. The save compares them with the stored values under the row's lock, in its own transaction.
"""

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from app.errors import StaleState
from app.security.viewer import Viewer

P = ParamSpec("P")
T = TypeVar("T")
SHORT = 200
"""Characters. A longer value is marked by its fingerprint, so that a page does not carry it twice."""

Values = Mapping[str, str]
"""Field → value as text."""


class Mark(NamedTuple):
    """What a page carries of a value: the value itself, or else its fingerprint alone."""

    value: str | None
    fingerprint: str


class Change(NamedTuple):
    """A field that somebody else changed. opened: None where the page holds its fingerprint only."""

    name: str
    opened: str | None
    now: str
    typed: str
    is_kept: bool
    """Whether the input differs from what the page was opened with; else the other's value holds."""


class ChangedMeanwhile(StaleState):
    """Somebody else saved the row after the page was opened. Carries the differences."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__(
            "この画面を開いた後に、ほかの人が登録の内容を変えました。まだ保存していません。"
            "内容を見比べて、もう一度保存してください。"
        )
        self.changes = changes


def mark(name: str, value: str, *, key: str, sealed: bool = False) -> Mark:
    """Return the mark of a field's value. sealed: the value may not leave its own field."""
    words = f"{name}\0{value}".encode()
    keyed = hmac.digest(key.encode(), words, sha256).hex()[:32]
    return Mark(None if sealed or len(value) > SHORT else value, keyed)


def changes(opened: Mapping[str, Mark], now: Values, typed: Values, *, key: str) -> list[Change]:
    """Return the fields that somebody else changed since, and not to what is typed.

    A field of which the page carries no mark is one of these where input and stored value differ:
    nobody can say who changed it.
    """

    def same(name: str, value: str) -> bool:
        known = opened.get(name)
        return known is not None and known.fingerprint == mark(name, value, key=key).fingerprint

    return [
        Change(
            name,
            opened[name].value if name in opened else None,
            value,
            typed[name],
            is_kept=not same(name, typed[name]),
        )
        for name, value in now.items()
        if typed[name] != value and not same(name, value)
    ]


def unless_changed(
    verb: Callable[Concatenate[Viewer, P], T], compare: Callable[[], None]
) -> Callable[Concatenate[Viewer, P], T]:
    """Return the verb preceded, in its transaction, by the comparison, which locks the row first."""

    def both(actor: Viewer, /, *args: P.args, **kwargs: P.kwargs) -> T:
        compare()
        return verb(actor, *args, **kwargs)

    both.__qualname__ = verb.__qualname__  # by which a refused attempt is recorded
    return both
