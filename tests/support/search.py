"""Whether what the search finds is in step with the rows it is made from."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.rules.common import tokens
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common import search_entries, search_words

Entries = Counter[tuple[tuple[str, str], ...]]


def require_in_step() -> None:
    """Compare entries and index with those made again, and leave them as made again."""
    with acting_as_system(db.session):
        db.session.flush()
        before, index = entries(), index_of_entries()
        search_entries.rebuild(SYSTEM)
        assert before - entries() == Counter(), "an entry is out of date"
        assert entries() - before == Counter(), "an entry is missing"
        assert index == index_of_entries()


def entries() -> Entries:
    """Return all entries without their ids."""
    found = db.session.connection().execute(select(search_entries.TABLE)).mappings()
    return Counter(
        tuple(sorted((name, str(value)) for name, value in row.items() if name != "id"))
        for row in found
    )


def index_of_entries() -> Counter[tuple[str, str]]:
    """Return what the index holds: each piece with the row whose entry has it."""
    connection: Any = db.session.connection()
    table = search_entries.TABLE
    rows = connection.execute(select(table.c.id, table.c.source, table.c.row_id, table.c.text))
    held: Counter[tuple[str, str]] = Counter()
    known: dict[str, set[int]] = {}
    for row_id, source, key, text in rows:
        for piece in tokens.pieces(text):
            if piece not in known:
                found = search_words.holding(connection.dialect.name, [[piece]])
                known[piece] = set(connection.execute(found).scalars())
            held[piece, f"{source} {key}"] += row_id in known[piece]
    ids = set(connection.execute(select(table.c.id)).scalars())
    assert all(holding <= ids for holding in known.values()), "the index has entries that are gone"
    return held
