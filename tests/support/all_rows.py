"""Everything in the database, to prove that something wrote nothing."""

from typing import Any

from sqlalchemy import inspect, text

from app.database import SEARCH_WORDS
from app.extensions import db


def rows(*, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return the rows of all tables, sorted, in a transaction of its own."""
    with db.engine.connect() as connection:
        tables = tables_of(connection) - without
        return {name: sorted(map(repr, _all(connection, name))) for name in sorted(tables)}


def tables_of(connection: Any) -> set[str]:
    """Return the tables that can be read: on SQLite the index's own tables stand for the index."""
    index = {SEARCH_WORDS} if connection.dialect.name == "sqlite" else set()
    return set(inspect(connection).get_table_names()) - index


def _all(connection: Any, table: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
