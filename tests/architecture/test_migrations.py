"""A linear history of migrations that leads to exactly the tables of the models."""

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, MetaData, create_engine, inspect

from app import create_app
from app.database import belonging_to, is_of_search_words
from app.extensions import db
from app.schema import downgrade, upgrade
from tests.support import settings
from tests.support.source import ROOT

MOMENT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
DAY = MOMENT.date().toordinal()
OWN_ROWS = 1000
"""Identifiers from here on: the migrations write rows of their own, too."""


def test_migrations_have_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "app/migrations")).get_heads()) == 1


@pytest.mark.both_databases
def test_migrations_and_models_describe_the_same_tables(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": False,
            "include_object": belonging_to(connection.dialect.name),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.both_databases
def test_migrations_can_be_reverted_and_reapplied(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())
        db.engine.dispose()


@pytest.mark.timeout(300)
def test_rows_of_earlier_revisions_come_to_the_newest_and_back(tmp_path: Path) -> None:
    """A new column needs a default or may be empty.

    Of every sixth revision and of the latest; of all, by steps, and on PostgreSQL: tests/soak.
    """
    app = create_app(
        settings.for_tests(tmp_path / "instance", f"sqlite:///{tmp_path}/rows.sqlite3")
    )
    with app.app_context():
        walk_up_with_rows(every=6)
        downgrade(revision="base")
        db.engine.dispose()


def test_a_proxy_by_telephone_ends_where_the_meeting_is_not_over(tmp_path: Path) -> None:
    """規約第12条第3項 asks for writing; the proxies of meetings that are over stay as they were."""
    app = create_app(
        settings.for_tests(tmp_path / "instance", f"sqlite:///{tmp_path}/rows.sqlite3")
    )
    with app.app_context():
        upgrade(revision="a4f6c2d81b37")
        tables = MetaData()
        tables.reflect(db.engine)
        running, over = ({"id": 1, "state": "notified"}, {"id": 2, "state": "closed"})
        bare = create_engine(f"sqlite:///{tmp_path}/rows.sqlite3")  # checks no foreign keys
        with bare.connect() as connection:
            for number, (values, way) in enumerate(
                ((running, "telephone"), (running, "paper"), (over, "telephone")), 1
            ):
                member = {"meeting_id": values["id"], "organisation_id": number, "reply": "proxy"}
                proxy = {
                    "meeting_id": values["id"],
                    "principal_id": number,
                    "agent_id": number,
                    "filed_by": way,
                }
                body = {"id": number, "public_id": str(number)}
                insert(connection, tables.tables["organisation"], body)
                if number != 2:
                    insert(connection, tables.tables["meeting"], values)
                insert(connection, tables.tables["meeting_roll"], {"id": number, **member})
                insert(connection, tables.tables["meeting_proxy"], {"id": number, **proxy})
            connection.commit()
        upgrade()
        with db.engine.connect() as connection:
            proxies = connection.exec_driver_sql(
                "SELECT end_reason FROM meeting_proxy ORDER BY id"
            ).scalars()
            replies = connection.exec_driver_sql("SELECT reply FROM meeting_roll ORDER BY id")
            assert list(proxies) == ["電話での委任は書面でないため", "", ""]
            assert list(replies.scalars()) == [None, "proxy", "proxy"]
        db.engine.dispose()


def insert(connection: Any, table: Any, values: dict[str, Any]) -> None:
    """Insert a row, with samples for the columns that may not be empty."""
    needed = {column.name: sample(column) for column in table.c if not column.nullable}
    given = {"end_reason": ""} if "end_reason" in table.c else {}
    connection.execute(table.insert().values(needed | given | values))


def walk_up_with_rows(every: int = 1) -> dict[str, int]:
    """Go up revision by revision, writing a row into every table; return how many.

    every: at which revisions; at the latest ones in any case.
    """
    script = ScriptDirectory(str(ROOT / "app/migrations"))
    revisions = list(reversed(list(script.walk_revisions())))
    written: Counter[str] = Counter()
    for number, revision in enumerate(revisions, 1):
        if number % every == 0 or number > len(revisions) - every:
            upgrade(revision=revision.revision)
            written.update(write_rows(number))
    assert {"organisation", "open_task", "support_case", "outbox_message"} <= written.keys()
    found = Counter(row_counts())
    assert not written - found, "rows were lost"  # a migration may also write rows of its own
    return found


def write_rows(number: int) -> list[str]:
    """Write a row with these values into every table, and return the tables."""
    tables = MetaData()
    tables.reflect(db.engine, only=lambda name, _metadata: not is_of_search_words(name))
    found = [table for table in tables.sorted_tables if table.name != "alembic_version"]
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        off = "PRAGMA foreign_keys = OFF" if is_sqlite else "SET session_replication_role = replica"
        connection.exec_driver_sql(off)
        for table in found:
            values = {
                column.name: sample(column, OWN_ROWS + number)
                for column in table.columns
                if not column.nullable
            }
            connection.execute(table.insert().values(values))
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    return [table.name for table in found]


def row_counts() -> dict[str, int]:
    """Return table → number of rows."""
    found = inspect(db.engine).get_table_names()
    names = [name for name in found if name != "alembic_version" and not is_of_search_words(name)]
    with db.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in names
        }


def sample(column: Column[Any], number: int = 1) -> Any:
    """Return a value of the column's type, which differs by number where it can."""
    kind = column.type.python_type
    values = {
        bool: column.name != "is_hidden",  # such a desk may not have the texts given here
        int: number,
        bytes: b"x",
        date: date.fromordinal(DAY + number),
        datetime: MOMENT,
        time: MOMENT.time(),
    }
    return values.get(kind, str(number))
