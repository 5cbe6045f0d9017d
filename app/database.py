"""What the two databases need of us, SQLite above all (DESIGN §3.6)."""

import sqlite3
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import postgresql, sqlite

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def insert_into(table: Any, dialect: str) -> Any:
    """An INSERT that can say ON CONFLICT, in the dialect's own words."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def configure(engine: Engine) -> None:
    """Make SQLite journal ahead, check foreign keys, wait for locks and lock before it reads.

    A transaction that reads first and writes later fails at once when another wrote between, and no
    time-out helps; so whatever may write takes the write lock at its beginning. Only a request that
    is safe by its method begins without.
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
        cursor.execute("PRAGMA busy_timeout = 20000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        safe = has_request_context() and request.method in SAFE_METHODS
        reading = safe or connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
