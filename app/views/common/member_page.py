"""What a member's page shows besides its entry on the roster: joined from the wings.

A wing declares in views/<wing>/member_parts.py a function `parts` of the roster's entry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple


class MemberPart(NamedTuple):
    """A section of the page. links: text and address."""

    title: str
    links: Sequence[tuple[str, str]]


_JOINED: list[Callable[[Any], Iterable[MemberPart]]] = []


def join(modules: Iterable[ModuleType]) -> None:
    """Take over the declarations of the wings."""
    _JOINED[:] = [module.parts for module in modules]


def of(entry: Any) -> Iterator[MemberPart]:
    """Yield the parts of a member that have something to show. entry: services/roster/roster.Entry."""
    for parts in _JOINED:
        yield from (part for part in parts(entry) if part.links)
