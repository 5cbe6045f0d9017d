"""A linear history of migrations that leads to exactly the tables of the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.database import belonging_to
from app.extensions import db
from tests.support.source import ROOT


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
