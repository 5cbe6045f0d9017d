"""What the two databases need of us, SQLite above all (DESIGN §3.6)."""

import sqlite3
from collections.abc import Callable
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, Index, event
from sqlalchemy.dialects import postgresql, sqlite

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RECORDED = "/cases"
"""Below this address even reading writes: the audit trail of cases."""
PATIENCE, TURN = 20_000, 20
"""Milliseconds that a lock of SQLite's is waited for, and after how many a wait begins anew."""


def insert_into(table: Any, dialect: str) -> Any:
    """An INSERT that can say ON CONFLICT, in the dialect's own words."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def list_indexes(table: str, *filters: str) -> tuple[Index, ...]:
    """What a list by reading, and a search in it for a part of a name, read.

    SQLite reads all names in any case: in one index, in the list's order, instead of in wide rows.
    PostgreSQL finds them by their trigrams; what SQLite has could be too long for its index.
    filters: columns that the list always asks about.
    """
    return (
        _index_on("sqlite", f"ix_{table}_search", "name_kana", "id", "name_search", *filters),
        _index_on("postgresql", f"ix_{table}_name", "name_kana", "id"),
        _index_on(
            "postgresql",
            f"ix_{table}_trigrams",
            "name_search",
            postgresql_using="gin",
            postgresql_ops={"name_search": "gin_trgm_ops"},
        ),
    )


def _index_on(dialect: str, name: str, *columns: str, **options: Any) -> Index:
    return Index(name, *columns, info={"dialect": dialect}, **options).ddl_if(dialect=dialect)


def belonging_to(dialect: str) -> Callable[..., bool]:
    """For Alembic's comparison: leaves out the indexes of the other database."""
    return lambda item, *_rest: item.info.get("dialect", dialect) == dialect


def configure(engine: Engine) -> None:
    """Make SQLite journal ahead, check foreign keys, wait for locks and lock before it reads.

    A transaction that reads first and writes later fails at once when another wrote between, and no
    time-out helps; so whatever may write takes the write lock at its beginning. Only a request that
    is safe by its method begins without; the execution option `reading` says otherwise for one
    transaction.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None  # the driver's own BEGIN comes too late
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        safe = (
            has_request_context()
            and request.method in SAFE_METHODS
            and not request.path.startswith(RECORDED)
        )
        if connection.get_execution_options().get("reading", safe):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_immediate(connection)


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock, in turn with all who wait for it.

    SQLite asks for it ever more seldom the longer it has waited, so that whoever comes goes before:
    with many writers one of them would wait until it failed. So each wait is cut into short ones.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout = {TURN}")
    try:
        for _ in range(PATIENCE // TURN):
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE}")
