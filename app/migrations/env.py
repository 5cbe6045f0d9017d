"""Alembic's environment: the application's own engine and metadata."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

from app import models  # noqa: F401  # every table must be known
from app.database import belonging_to
from app.extensions import db


def render_item(kind, item, _autogen_context):
    """Render our column types as the plain types they are stored as, since a migration outlives them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Run the migrations in one transaction.

    SQLite copies a table to drop a column of it; references to it are therefore not checked while
    the migrations run, but at their end.
    """
    engine = current_app.extensions["migrate"].db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            include_object=belonging_to(engine.dialect.name),
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys = ON")
            if broken := driver.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError(f"a migration left a reference without its row: {broken}")


run()
