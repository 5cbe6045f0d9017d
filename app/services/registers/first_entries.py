"""The first entries of several lists and how many each has, in one statement."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, String, cast, func, literal, select, union_all

from app.extensions import db

MOST = 50
"""Entries of a list that a page names."""


class First(NamedTuple):
    """A list's first entries, as identifier and name, and the number of all."""

    number: int
    entries: Sequence[tuple[str, str]]


def named(identifier: Any, name: Any, order: Sequence[Any]) -> Select[Any]:
    """Return the statement of a list for `read`, to which the caller adds what it is about."""
    place = func.row_number().over(order_by=order)
    text = cast(identifier, String), cast(name, String)
    return select(*text, place.label("place"), func.count().over().label("number"))


def read(lists: Sequence[Select[Any]]) -> list[First]:
    """Return the first entries of each list that the viewer of the session sees. lists: of `named`."""
    parts = [each.subquery() for each in lists]
    numbered = (
        select(literal(key), *part.c).where(part.c.place <= MOST) for key, part in enumerate(parts)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    numbers: dict[int, int] = {}
    rows = db.session.execute(union_all(*numbered)) if lists else ()
    for key, identifier, name, _place, number in sorted(rows, key=lambda row: (row[0], row[3])):
        found.setdefault(key, []).append((identifier, name))
        numbers[key] = number
    return [First(numbers.get(key, 0), found.get(key, [])) for key in range(len(lists))]
