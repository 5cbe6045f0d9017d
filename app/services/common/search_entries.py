"""What the search finds is kept in step with the rows it is made from, in their transaction.

A wing declares in its searchable.py which rows are found, by what and by whom. Whatever a flush adds,
changes or deletes of them is entered again. A bulk statement on such a row calls `renew`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import zip_longest
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, delete, event, exists, insert, inspect, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models.common.search_entry import SearchEntry
from app.rules.common import tokens
from app.rules.common.audience import Audience
from app.security.viewer import Role, Viewer
from app.services.common import search_words

STALE = "search_stale"
"""Key of a session's `info`."""
POSTPONED = "search_postponed"
AT_ONCE = 500
"""Rows entered in one statement."""
TABLE: Any = SearchEntry.__table__


Ids = Callable[[Any], Iterable[int]]


class Fate(Enum):
    """What a flush does to a row."""

    NEW, CHANGED, GONE = range(3)


Stale = dict[type[Any], dict[int, tuple[Fate, Any]]]


@dataclass(frozen=True)
class Entry:
    """How one audience finds a row.

    words: what it is found by, the most telling first. rank: the order of results in which these
    stand equally far ahead. organisation_id: the member that finds it besides the audience.
    """

    subject: object
    title: str
    words: Sequence[str]
    note: str = ""
    rank: str = ""
    audience: Audience = Audience.PUBLIC
    organisation_id: int | None = None


@dataclass(frozen=True)
class Searchable:
    """A kind of search result, and the rows of one model that are such results.

    columns: the attributes that `entries` reads. entries(row): by subject, one for each audience that
    sees more than the one before. shown(viewer): a further condition on the rows, of which SearchEntry.row_id
    is the key. follows: by model, of a row of that model the ids of rows whose entries change with it.
    """

    kind: str
    model: type[Any]
    columns: tuple[str, ...]
    entries: Callable[[Any], Iterable[Entry]]
    shown: Callable[[Viewer], ColumnElement[bool]] | None = None
    follows: Mapping[type[Any], Ids] = field(default_factory=dict)


DECLARED: list[Searchable] = []
_of_model: dict[type[Any], list[Searchable]] = defaultdict(list)
_following: dict[type[Any], list[tuple[type[Any], Ids]]] = defaultdict(list)


def join(modules: Iterable[ModuleType]) -> None:
    """Add the declarations of the wings."""
    for module in modules:
        for searchable in module.SEARCHABLE:
            if searchable not in DECLARED:
                DECLARED.append(searchable)
                _of_model[searchable.model].append(searchable)
                for model, ids in searchable.follows.items():
                    _following[model].append((searchable.model, ids))


def newest_first(moment: datetime) -> str:
    """Return a rank by which later moments stand ahead."""
    return f"{10**11 - int(moment.timestamp()):012}"


def is_renamed(row: Any, *columns: str) -> bool:
    """Whether the flush changes one of the columns of a row that was there before."""
    state = inspect(row)
    return state.persistent and any(state.attrs[name].history.has_changes() for name in columns)


def renew(model: type[Any], row_ids: Sequence[int]) -> None:
    """Enter rows again after a bulk statement; those that are gone are forgotten."""
    if _of_model.get(model):
        db.session.flush()
        found = select(model).where(model.id.in_(row_ids))
        rows = db.session.scalars(found.execution_options(populate_existing=True))
        _enter(db.session(), model, row_ids, rows)


def rebuild(actor: Viewer) -> int:
    """Make all entries again, and return their number."""
    actor.require(Role.SYSTEM)
    connection = db.session.connection()
    search_words.forget_all(connection)
    connection.execute(delete(TABLE))
    number = 0
    for model in _of_model:
        last = 0
        while rows := db.session.scalars(
            select(model).where(model.id > last).order_by(model.id).limit(AT_ONCE)
        ).all():
            number += _insert(connection, list(_entries(model, rows)))
            last = rows[-1].id
    return number


@contextmanager
def postponed(actor: Viewer) -> Iterator[None]:
    """Enter nothing while very much is made, and everything at the end."""
    db.session.info[POSTPONED] = True
    try:
        yield
    finally:
        del db.session.info[POSTPONED]
    db.session.flush()
    rebuild(actor)


def build_if_empty(actor: Viewer) -> int:
    """Make all entries where there are none: after an upgrade or import. Return their number."""
    actor.require(Role.SYSTEM)
    return 0 if db.session.scalar(select(exists().select_from(TABLE))) else rebuild(actor)


def _entries(model: type[Any], rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for searchable in _of_model[model]:
        for row in rows:
            entries = list(searchable.entries(row))
            for entry, after in zip_longest(entries, entries[1:]):
                is_same = after is not None and after.subject == entry.subject
                yield {
                    "kind": searchable.kind,
                    "source": model.__tablename__,
                    "row_id": row.id,
                    "audience": entry.audience,
                    "organisation_id": entry.organisation_id,
                    "richer": after.audience if is_same else None,
                    "subject": str(entry.subject),
                    "rank": entry.rank[:200],
                    "title": entry.title,
                    "note": entry.note,
                    "text": tokens.text_of(entry.words),
                }


def _enter(session: Session, model: type[Any], known: Sequence[int], rows: Iterable[Any]) -> None:
    """Replace the entries of the known ids by those of the rows, where they differ."""
    connection = session.connection()
    entries = list(_entries(model, rows))
    if known:
        of_these = (TABLE.c.source == model.__tablename__) & TABLE.c.row_id.in_(known)
        former = connection.execute(select(TABLE).where(of_these)).mappings().all()
        if sorted(map(_values, former)) == sorted(map(_values, entries)):
            return
        search_words.forget(connection, {row["id"]: row["text"] for row in former})
        connection.execute(delete(TABLE).where(of_these))
    _insert(connection, entries)


def _values(entry: Any) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in entry.items() if name != "id")


def _insert(connection: Any, entries: Sequence[dict[str, Any]]) -> int:
    if entries:
        added = insert(TABLE).returning(TABLE.c.id, sort_by_parameter_order=True)
        ids = connection.execute(added, entries).scalars().all()
        texts = [entry["text"] for entry in entries]
        search_words.add(connection, dict(zip(ids, texts, strict=True)))
    return len(entries)


@event.listens_for(db.session, "after_flush")
def _collect(session: Session, _context: Any) -> None:
    """Note the rows whose entries change, while what changed of them is still known.

    A row that follows another is noted by its id: it may be added by this flush, too.
    """
    if POSTPONED in session.info:
        return
    stale: Stale = session.info.setdefault(STALE, defaultdict(dict))
    new, deleted = session.new, session.deleted  # made again at each reading
    for row in (*new, *session.dirty, *deleted):
        model = type(row)
        for follower, ids in _following.get(model, ()):
            for row_id in ids(row):
                stale[follower].setdefault(row_id, (Fate.CHANGED, None))
        columns = [name for each in _of_model.get(model, ()) for name in each.columns]
        if columns and row in new:
            stale[model][row.id] = (Fate.NEW, row)
        elif columns and row in deleted:
            stale[model][row.id] = (Fate.GONE, None)
        elif columns and is_renamed(row, *columns):
            stale[model][row.id] = (Fate.CHANGED, row)


@event.listens_for(db.session, "after_flush_postexec")
def _enter_stale(session: Session, _context: Any) -> None:
    stale: Stale = session.info.pop(STALE, {})
    for model, fates in stale.items():
        rows = [
            row or session.get_one(model, row_id)
            for row_id, (fate, row) in fates.items()
            if fate is not Fate.GONE
        ]
        known = [row_id for row_id, (fate, _row) in fates.items() if fate is not Fate.NEW]
        _enter(session, model, known, rows)


@event.listens_for(db.session, "after_soft_rollback")
def _forget_stale(session: Session, _previous: Any) -> None:
    session.info.pop(STALE, None)
