"""Specifics of the two databases, SQLite above all."""

import re
import sqlite3
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, DateTime, Engine, Index, cast, event, func, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
AUDITED_PREFIX = "/cases"
"""URL prefix below which reading also writes: the audit trail of cases."""
AUDITED_LISTS = re.compile(r"/events/[^/]+/people\.\w+")
"""Paths of name lists: that one was taken is recorded."""
SEARCH_WORDS = "search_words"
"""The index of the search, which no model describes (services/common/search_words.py)."""
SEALED_PREFIXES = (AUDITED_PREFIX, "/supporters/pass-on")
"""URL prefixes of forms with case content: neither their pages nor their input are kept anywhere."""
UNAVAILABLE = (OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database does not answer, or answers too late."""
LOCK_TIMEOUT_MS, LOCK_RETRY_MS = 20_000, 5
"""Milliseconds: total wait for an SQLite lock, and length of one wait before the next attempt."""


_turn = threading.Lock()
"""Held by the thread of this process that waits for SQLite's write lock."""


def let_go(session: Session) -> None:
    """Roll back what is open and give the connection back.

    A connection that is lost has nothing to roll back. Its error, raised at the end of a request,
    would take the place of an answer that is already given, and that may tell of a commit.
    """
    try:
        session.rollback()
    except UNAVAILABLE:
        session.invalidate()


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
    """Return Alembic's object filter: without the other database's indexes and without SEARCH_WORDS."""
    return lambda item, name, *_rest: (
        item.info.get("dialect", dialect) == dialect and not is_of_search_words(name)
    )


def is_of_search_words(name: str) -> bool:
    """Whether a table is the index of the search, or one in which SQLite keeps it."""
    return name == SEARCH_WORDS or name.startswith(f"{SEARCH_WORDS}_")


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
            and not AUDITED_LISTS.fullmatch(request.path)
        )
        if connection.get_execution_options().get("reading", safe):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_immediate(connection)


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock, in turn within the process and with a fair chance between processes.

    SQLite polls the lock less often the longer it has waited, so newcomers overtake: with many
    writers one of them would wait until it failed. So one thread polls, in short waits.
    """
    driver: Any = connection.connection.dbapi_connection
    until = monotonic() + LOCK_TIMEOUT_MS / 1000
    in_turn = _turn.acquire(timeout=LOCK_TIMEOUT_MS / 1000)
    try:
        driver.execute(f"PRAGMA busy_timeout = {LOCK_RETRY_MS}")
        while monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        if in_turn:
            _turn.release()
        driver.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
