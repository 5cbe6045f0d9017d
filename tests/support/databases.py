"""Test databases: built once by the migrations and the founding data, then copied for each test."""

import shutil
from pathlib import Path
from typing import Protocol

from flask import Flask
from flask_migrate import upgrade

from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services import founding
from tests.support.postgres import Postgres


class Database(Protocol):
    """A database whose built state can be kept and restored."""

    url: str

    def keep(self) -> None:
        """Take the present contents as what each test begins with."""

    def restore(self) -> None:
        """Put the kept contents back. Nobody may be connected."""


class SqliteDatabase:
    """A file."""

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
    """A database on the private server, and a template beside it."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.url = postgres.create("platform")

    def keep(self) -> None:
        self.postgres.create("kept", template="platform")

    def restore(self) -> None:
        self.postgres.create("platform", template="kept")


def build(app: Flask, database: Database) -> None:
    """Migrate the empty database, load the founding data and keep the result."""
    with app.app_context():
        upgrade()
        with acting_as_system(db.session):
            founding.load(SYSTEM)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    database.keep()


def reset(app: Flask, database: Database) -> None:
    """Give the application the kept contents again, and an instance folder without files."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    database.restore()
    for file in Path(app.config["INSTANCE_DIR"]).rglob("*"):
        if file.is_file():
            file.unlink()
