"""Copies of the database as files, and databases to try them in. SQLite and PostgreSQL differ here."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.errors import RuleViolation

BEGINNINGS = {"sqlite": b"SQLite format 3\0", "postgresql": b"PGDMP"}
"""The first bytes of a copy, by the kind of database."""


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees the database as of one moment, while others go on writing."""
    options = (
        {"reading": True}
        if engine.dialect.name == "sqlite"
        else {"isolation_level": "REPEATABLE READ"}
    )
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def copy(connection: Connection, into: Path) -> None:
    """Copy what the connection sees into a new file.

    Raises RuleViolation where PostgreSQL's client program is missing or fails.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        with closing(sqlite3.connect(into)) as writing:
            driver.backup(writing)
        return
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    options = ("--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={into}")
    _run(connection.engine, "pg_dump", *options)


def put_back(file: Path, engine: Engine) -> None:
    """Replace everything in the database by a copy. Nobody else may be connected.

    Raises RuleViolation for a file that is no copy of such a database.
    """
    beginning = BEGINNINGS[engine.dialect.name]
    with file.open("rb") as content:
        if content.read(len(beginning)) != beginning:
            raise RuleViolation(
                None,
                "別の種類のデータベースのバックアップです。export-all と import-all で移します。",
            )
    engine.dispose()
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(file)) as reading,
            closing(sqlite3.connect(str(engine.url.database), timeout=30)) as writing,
        ):
            reading.backup(writing)
        return
    with engine.begin() as connection:  # also what a later version has added
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    _run(engine, "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(file))


@contextmanager
def scratch(engine: Engine, folder: Path) -> Iterator[Engine]:
    """Yield an empty database of the same kind, which is removed afterwards.

    Raises RuleViolation where the server does not allow to create one.
    """
    if engine.dialect.name == "sqlite":
        yield (made := create_engine(f"sqlite:///{folder / 'scratch.sqlite3'}"))
        made.dispose()
        return
    name = f"{engine.url.database}_check_{token_hex(4)}"
    server = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    made = create_engine(engine.url.set(database=name), poolclass=NullPool)
    try:
        with server.connect() as connection:
            connection.execute(
                text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
            )
    except SQLAlchemyError as error:
        raise RuleViolation(
            None,
            "確認用のデータベースを作れないため、確認できませんでした。"
            "データベースの利用者に CREATEDB の権限を付けてください。",
        ) from error
    try:
        yield made
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _run(engine: Engine, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise RuleViolation(
            None, f"{program} がありません。PostgreSQLのクライアントを入れてください。"
        )
    password = engine.url.password
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    url = engine.url.set(drivername="postgresql", password=None)
    address = f"--dbname={url.render_as_string(hide_password=False)}"
    command = [found, address, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuleViolation(None, f"{program} が失敗しました。\n{done.stderr.strip()}")
