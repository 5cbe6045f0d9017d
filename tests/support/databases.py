"""Test databases: built once from migrations and founding data, then copied for each test."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import Flask
from psycopg import sql

from app.extensions import db
from app.schema import upgrade
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.front import findings, initial_data
from tests.support.postgres import Postgres

Connection = psycopg.Connection[tuple[Any, ...]]
END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
SCHEMA = """SELECT (SELECT md5(string_agg(oid || ' ' || xmin, ',' ORDER BY oid)) FROM pg_class
        WHERE oid >= 16384),
    (SELECT md5(string_agg(oid || ' ' || xmin, ',' ORDER BY oid)) FROM pg_trigger),
    (SELECT md5(string_agg(oid || ' ' || xmin, ',' ORDER BY oid)) FROM pg_constraint)"""


class Database(Protocol):
    """A database with a saved initial state."""

    url: str

    def keep(self) -> None:
        """Save the current contents as the initial state of each test."""

    def restore(self) -> None:
        """Restore the saved contents. No client may be connected."""


class SqliteDatabase:
    """An SQLite file and its saved copy."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "platform.sqlite3"
        self.kept = folder / "kept.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        shutil.copyfile(self.file, self.kept)

    def restore(self) -> None:
        for leftover in ("-wal", "-shm", "-journal"):
            self.file.with_name(self.file.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)


class PostgresDatabase:
    """A database on the private PostgreSQL server; its saved copy is a template and its rows.

    Copying the template takes ten times as long as putting the rows back, so it is left to tests
    that changed the schema.
    """

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.url = postgres.create("platform")

    def keep(self) -> None:
        self.postgres.create("kept", template="platform")
        with self._connection() as connection:
            self.rows = {table: _rows(connection, table) for table in _filled(connection)}
            self.sequences = dict(connection.execute(SEQUENCES).fetchall())
            self.schema = connection.execute(SCHEMA).fetchone()

    def restore(self) -> None:
        with self._connection() as connection:
            connection.execute(END_OTHERS)
            unchanged = connection.execute(SCHEMA).fetchone() == self.schema
            if unchanged:
                self._put_back(connection)
        if not unchanged:
            self.postgres.create("platform", template="kept")
            with self._connection() as connection:
                self.schema = connection.execute(SCHEMA).fetchone()

    def _put_back(self, connection: Connection) -> None:
        connection.execute("SET session_replication_role = replica")  # no triggers
        for table in _filled(connection):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, rows in self.rows.items():
            into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table))
            with connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.write(rows)
        for sequence, value in connection.execute(SEQUENCES).fetchall():
            if value != (kept := self.sequences[sequence]):
                connection.execute("SELECT setval(%s, %s, %s)", (sequence, kept or 1, bool(kept)))

    def _connection(self) -> Connection:
        return psycopg.connect(self.url.replace("+psycopg", ""))


def _filled(connection: Connection) -> list[str]:
    """Return the names of the tables that hold rows."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    each = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    parts = [each.format(sql.Literal(name), sql.Identifier(name)) for (name,) in found]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(parts))]


def _rows(connection: Connection, table: str) -> bytes:
    """Return the rows of the table in PostgreSQL's binary format."""
    out = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(out) as copy:
        return b"".join(bytes(part) for part in copy)


def build(app: Flask, database: Database) -> None:
    """Migrate the empty database, load the founding data and save the result."""
    with app.app_context():
        upgrade()
        with acting_as_system(db.session):
            initial_data.load(SYSTEM)
            count_as_running()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    database.keep()


def count_as_running() -> None:
    """Let every sweep have run, at whatever time a test takes place: no page tells of a stop."""
    for check in findings.checks():
        if check.is_sweep:
            heartbeats.beat(SYSTEM, check.name, datetime(2999, 1, 1, tzinfo=UTC))


def reset(app: Flask, database: Database) -> None:
    """Restore the application's database and delete the files in its instance folder.

    The static files stay: the application opened them once and for all.
    """
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    database.restore()
    instance = Path(app.config["INSTANCE_DIR"])
    for file in instance.rglob("*"):
        if file.is_file() and not file.is_relative_to(instance / "static"):
            file.unlink()
