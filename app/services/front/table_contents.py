"""What the tables of a database hold, independent of its kind: for backups, export and import.

The tables are read from the database itself, so that an older one is read as it is. A value is a
text, the same on SQLite and PostgreSQL: moments in UTC, documents by their SHA-256.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    select,
    type_coerce,
)

from app.database import is_of_search_words

REVISION = "alembic_version"
"""The table that says up to which migration the tables are."""
Value = str | bytes | None


def tables(connection: Connection) -> Sequence[Table]:
    """Return the tables, those that others refer to first where there is no circle.

    The index of the search is none of them: each kind of database has its own.
    """
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: not is_of_search_words(name))
    return sorted(found.tables.values(), key=lambda table: table.name)


def columns(table: Table) -> list[Column[Any]]:
    """Return the columns by name: their order differs after an upgrade."""
    return sorted(table.columns, key=lambda column: column.name)


def rows(connection: Connection, table: Table) -> Iterator[list[Value]]:
    """Return the rows in the order of their keys, with the columns by name."""
    is_sqlite = connection.dialect.name == "sqlite"

    def read(column: Column[Any]) -> Any:
        if not isinstance(column.type, JSON):
            return column
        return type_coerce(column, Text) if is_sqlite else cast(column, Text)

    def key(column: Column[Any]) -> Any:
        is_text = isinstance(column.type, String) and not is_sqlite
        return column.collate("C") if is_text else column

    ordered = select(*map(read, columns(table))).order_by(*map(key, table.primary_key.columns))
    for row in connection.execute(ordered, execution_options={"yield_per": 1000}):
        yield [
            _normal_json(value) if isinstance(column.type, JSON) else plain(value)
            for column, value in zip(columns(table), row, strict=True)
        ]


def digest(connection: Connection, table: Table) -> dict[str, Any]:
    """Return the number of rows, and the SHA-256 over all of them."""
    total, number = hashlib.sha256(), 0
    for row in rows(connection, table):
        values = [_digest(value) if isinstance(value, bytes) else value for value in row]
        total.update(json.dumps(values, ensure_ascii=False).encode(errors="surrogatepass"))
        number += 1
    return {"rows": number, "sha256": total.hexdigest()}


def digests(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return table → number of rows and SHA-256."""
    return {table.name: digest(connection, table) for table in tables(connection)}


def revision(connection: Connection) -> str:
    """Return the last migration of the database."""
    found = connection.exec_driver_sql(f"SELECT version_num FROM {REVISION}")  # noqa: S608
    return str(found.scalar_one())


def plain(value: Any) -> Value:
    """Return a value as text; a document as it is."""
    match value:
        case None | str() | bytes():
            return value
        case bool():
            return "true" if value else "false"
        case datetime():
            naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            return f"{naive.isoformat(timespec='microseconds')}Z"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def from_plain(column: Column[Any], value: str) -> Any:
    """Return what `plain` made a text of, for a column that holds no document and no JSON."""
    kind = column.type.python_type
    if kind is bool:
        return value == "true"
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        return moment if getattr(column.type, "timezone", False) else moment.replace(tzinfo=None)
    return date.fromisoformat(value) if kind is date else kind(value)


def is_document(column: Column[Any]) -> bool:
    """Whether the column holds bytes."""
    return isinstance(column.type, LargeBinary)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _normal_json(text: str | None) -> str | None:
    try:
        return None if text is None else json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text  # broken; it stays so
