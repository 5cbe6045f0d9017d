"""Test databases: built once from migrations and founding data, then copied for each test."""

import shutil
from pathlib import Path
from typing import Protocol

from flask import Flask
from flask_migrate import upgrade

from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.front import initial_data
from tests.support.postgres import Postgres


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
    """A database on the private PostgreSQL server, with a template as its saved copy."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.url = postgres.create("platform")

    def keep(self) -> None:
        self.postgres.create("kept", template="platform")

    def restore(self) -> None:
        self.postgres.create("platform", template="kept")


def build(app: Flask, database: Database) -> None:
    """Migrate the empty database, load the founding data and save the result."""
    with app.app_context():
        upgrade()
        with acting_as_system(db.session):
            initial_data.load(SYSTEM)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    database.keep()


def reset(app: Flask, database: Database) -> None:
    """Restore the application's database and delete the files in its instance folder."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    database.restore()
    for file in Path(app.config["INSTANCE_DIR"]).rglob("*"):
        if file.is_file():
            file.unlink()
