"""Specifics of the two databases, SQLite above all."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, DateTime, Engine, Index, cast, event, func, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
AUDITED_PREFIX = "/cases"
"""URL prefix below which reading also writes: the audit trail of cases."""
UNAVAILABLE = (OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database does not answer, or answers too late."""
LOCK_TIMEOUT_MS, LOCK_RETRY_MS = 20_000, 20
"""Milliseconds: total wait for an SQLite lock, and length of one wait before the next attempt."""


def insert_into(table: Any, dialect: str) -> Any:
    """Return an INSERT of the dialect, which supports ON CONFLICT."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def start_of_day(column: Any, engine: Engine) -> Any:
    """Return the instant at which a column's day begins in Japan (UTC+9, without summer time)."""
    if engine.dialect.name == "sqlite":
        moment = func.strftime("%Y-%m-%d %H:%M:%S.000000", column, "-9 hours")
    else:
        moment = func.timezone("Asia/Tokyo", cast(column, DateTime()))
    return type_coerce(moment, DateTime(timezone=True))


def list_indexes(table: str, *filters: str, searched: Sequence[str] = ()) -> tuple[Index, ...]:
    """Return the indexes for a list in order of reading and its search for part of a name.

    SQLite scans all names in either case: in one narrow index in list order, not in wide rows.
    PostgreSQL finds them by trigrams; the columns of the SQLite index could exceed its index size.
    filters: columns that the list always filters by. searched: further columns of folded text.
    """
    columns = ("name_kana", "id", "name_search", *filters, *searched)
    return (
        _index_on("sqlite", f"ix_{table}_search", *columns),
        _index_on("postgresql", f"ix_{table}_name", "name_kana", "id"),
        _trigrams(f"ix_{table}_trigrams", "name_search"),
        *(_trigrams(f"ix_{table}_{column}", column) for column in searched),
    )


def _trigrams(name: str, column: str) -> Index:
    options = {"postgresql_using": "gin", "postgresql_ops": {column: "gin_trgm_ops"}}
    return _index_on("postgresql", name, column, **options)


def _index_on(dialect: str, name: str, *columns: str, **options: Any) -> Index:
    return Index(name, *columns, info={"dialect": dialect}, **options).ddl_if(dialect=dialect)


def belonging_to(dialect: str) -> Callable[..., bool]:
    """Return Alembic's object filter that leaves out the indexes of the other database."""
    return lambda item, *_rest: item.info.get("dialect", dialect) == dialect


def configure(engine: Engine) -> None:
    """Set up SQLite: write-ahead log, foreign keys, lock time-out, write lock before the first read.

    A transaction that reads first and writes later fails at once if another wrote in between,
    whatever the time-out; so every transaction that may write takes the write lock at its start.
    Only requests with a safe method start without it; the execution option `reading` overrides this
    for one transaction.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None  # the driver would issue its own BEGIN too late
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        safe = (
            has_request_context()
            and request.method in SAFE_METHODS
            and not request.path.startswith(AUDITED_PREFIX)
        )
        if connection.get_execution_options().get("reading", safe):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_immediate(connection)


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock with a fair chance for every waiting writer.

    SQLite polls the lock less often the longer it has waited, so newcomers overtake: with many
    writers one of them would wait until it failed. So each wait is split into short ones.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout = {LOCK_RETRY_MS}")
    try:
        for _ in range(LOCK_TIMEOUT_MS // LOCK_RETRY_MS):
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
