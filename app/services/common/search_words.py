"""The index of the search: which entries hold which pieces (rules/common/tokens.py).

On SQLite it is a full-text table that keeps nothing else, on PostgreSQL a table of vectors; both
know that an entry has a piece, not where. Neither is a table of the models.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TextClause,
    cast,
    column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.database import SEARCH_WORDS
from app.rules.common import tokens

Texts = Mapping[int, str]
WORDS = table(SEARCH_WORDS, column("rowid"), column("words"))
ROW: ColumnElement[str] = column(SEARCH_WORDS)
"""SQLite's name for the whole row, which a query is matched with."""
ADD = {
    "sqlite": text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"),
    "postgresql": text(
        "INSERT INTO search_words SELECT id, array_to_tsvector(string_to_array(words, ' '))"
        " FROM unnest(CAST(:ids AS integer[]), CAST(:words AS text[])) AS given (id, words)"
    ),
}
FORGET = {
    "sqlite": text(
        "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :id, :words)"
    ),
    "postgresql": text("DELETE FROM search_words WHERE rowid = ANY(CAST(:ids AS integer[]))"),
}
FORGET_ALL = {
    "sqlite": text("INSERT INTO search_words (search_words) VALUES ('delete-all')"),
    "postgresql": text("TRUNCATE search_words"),
}
SIGNS = {"sqlite": ('"', " AND ", " OR "), "postgresql": ("'", " & ", " | ")}
"""How a query is written: around a piece, for both, for either."""


def add(connection: Connection, texts: Texts) -> None:
    """Add entries. texts: by the entry's id."""
    _run(connection, ADD, texts)


def forget(connection: Connection, texts: Texts) -> None:
    """Take entries out. texts: exactly what was added, which SQLite does not keep."""
    _run(connection, FORGET, texts)


def forget_all(connection: Connection) -> None:
    """Empty the index."""
    connection.execute(FORGET_ALL[connection.dialect.name])


def holding(dialect: str, groups: Sequence[Sequence[str]]) -> Select[int]:
    """Select the ids of the entries that hold all pieces of one form of each group."""
    quote, both, either = SIGNS[dialect]

    def all_of(form: str) -> str:
        return f"({both.join(f'{quote}{piece}{quote}' for piece in tokens.needed(form))})"

    wanted = both.join(f"({either.join(map(all_of, group))})" for group in groups)
    matches: ColumnElement[bool] = (
        ROW.op("MATCH")(wanted)
        if dialect == "sqlite"
        else WORDS.c.words.op("@@")(cast(wanted, TSQUERY))
    )
    return select(WORDS.c.rowid).where(matches)


def _run(connection: Connection, by_dialect: Mapping[str, TextClause], texts: Texts) -> None:
    """Run the statement for all entries: on SQLite one by one, on PostgreSQL with all at once."""
    if not texts:
        return
    words = {key: " ".join(tokens.pieces(each)) for key, each in texts.items()}
    if connection.dialect.name == "sqlite":
        rows = [{"id": key, "words": each} for key, each in words.items()]
        connection.execute(by_dialect["sqlite"], rows)
    else:
        columns = {"ids": list(words), "words": list(words.values())}
        connection.execute(by_dialect["postgresql"], columns)
