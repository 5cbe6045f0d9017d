"""The search over everything that a viewer may see, on any page.

The guard leaves each viewer the entries of their audiences and their own; a kind's declaration adds
its condition. So nobody finds by a word, or counts a row, that they do not see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app import services, wings
from app.extensions import db
from app.models.common.search_entry import SearchEntry
from app.rules.common import tokens
from app.security import visibility
from app.security.viewer import Viewer
from app.services.common import search_entries, search_words

search_entries.join(wings.declared(services, "searchable"))

FIRST = 5
"""Results of each kind where all kinds are shown."""
PER_PAGE = 50


@dataclass(frozen=True)
class Result:
    """One result. subject: what its link is made of."""

    kind: str
    subject: str
    title: str
    note: str


@dataclass(frozen=True)
class Results:
    """One page of results, the number of all by kind, and the forms that were found."""

    shown: Sequence[Result]
    counts: Mapping[str, int]
    forms: Sequence[str]


def kinds() -> Sequence[str]:
    """Return the kinds, those of the high wings first: what people come for."""
    return list(dict.fromkeys(each.kind for each in reversed(search_entries.DECLARED)))


def find(
    actor: Viewer, words: Sequence[Sequence[str]], kind: str | None = None, page: int = 1
) -> Results:
    """Return what contains each of the words, the earlier in its text the first (one query).

    words: of each word its alternatives, one of which is enough. kind: one page (from 1) of it; by
    default the first of every kind. The counts are of all kinds in either case.
    """
    every = (tuple(form for each in word for form in tokens.forms(each)) for word in words)
    groups = [group for group in every if group]
    if not groups:
        return Results([], {}, [])
    rows = db.session.execute(_page(actor, groups, kind, page)).all()
    shown = [row for row in rows if kind in (None, row.kind) and row.place > (page - 1) * PER_PAGE]
    return Results(
        [Result(row.kind, row.subject, row.title, row.note) for row in shown],
        {row.kind: row.total for row in rows},
        [form for group in groups for form in group],
    )


def _page(
    actor: Viewer, groups: Sequence[Sequence[str]], kind: str | None, page: int
) -> Select[*tuple[Any, ...]]:
    """Select the results shown, and of every other kind the first for its total."""
    found = _found(actor, groups).subquery()
    ahead = (found.c.position, found.c.rank, found.c.id)
    place = func.row_number().over(partition_by=found.c.kind, order_by=ahead)
    total = func.count().over(partition_by=found.c.kind)
    placed = select(found.c.id, place.label("place"), total.label("total")).subquery()
    first, last = (1, FIRST) if kind is None else ((page - 1) * PER_PAGE + 1, page * PER_PAGE)
    is_shown: ColumnElement[bool] = placed.c.place.between(first, last)
    if kind is not None:
        is_shown = or_(and_(SearchEntry.kind == kind, is_shown), placed.c.place == 1)
    return (
        select(
            *(SearchEntry.kind, SearchEntry.subject, SearchEntry.title, SearchEntry.note),
            *(placed.c.place, placed.c.total),
        )
        .join(placed, placed.c.id == SearchEntry.id)
        .where(is_shown)
        .order_by(placed.c.place)
    )


def _found(actor: Viewer, groups: Sequence[Sequence[str]]) -> Select[*tuple[Any, ...]]:
    """Select the entries found, with the place of the first word in their text."""
    dialect = db.engine.dialect.name
    is_sqlite = dialect == "sqlite"
    where, least = (func.instr, func.min) if is_sqlite else (func.strpos, func.least)
    text, nowhere = SearchEntry.text, 1_000_000_000
    places = [func.coalesce(func.nullif(where(text, each), 0), nowhere) for each in groups[0]]
    richer = SearchEntry.richer
    return select(
        SearchEntry.kind,
        SearchEntry.id,
        SearchEntry.rank,
        least(nowhere, *places).label("position"),
    ).where(
        SearchEntry.id.in_(search_words.holding(dialect, groups)),
        *(or_(*(where(text, each) > 0 for each in group)) for group in groups),
        or_(richer.is_(None), richer.not_in(visibility.audiences(actor))),
        or_(*_shown(actor)),
    )


def _shown(actor: Viewer) -> Iterator[ColumnElement[bool]]:
    """Yield for the rows of each table the condition under which they are found."""
    always = [one for one in search_entries.DECLARED if one.shown is None]
    yield SearchEntry.source.in_([one.model.__tablename__ for one in always])
    for one in search_entries.DECLARED:
        if one.shown is not None:
            yield and_(SearchEntry.source == one.model.__tablename__, one.shown(actor))
