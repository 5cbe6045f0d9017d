"""The database put back as a snapshot or a copied file would: behind the program's back."""

import shutil
from pathlib import Path
from typing import Any

from flask import Flask

from app.extensions import db
from tests.support.postgres import Postgres


class Snapshot:
    """A copy of the application's database, made now."""

    def __init__(self, app: Flask, folder: Path, postgres: Postgres | None) -> None:
        """postgres: the server, where the application is on PostgreSQL."""
        self.app, self.postgres, self.kept = app, postgres, folder / "snapshot"
        self._closed()
        if postgres is None:
            shutil.copyfile(self._file(), self.kept)
        else:
            postgres.create("snapshot", template="platform")

    def put_back(self) -> None:
        """Put the copy in the place of the database; ledger and other files stay."""
        self._closed()
        if self.postgres is None:
            shutil.copyfile(self.kept, self._file())
        else:
            self.postgres.create("platform", template="snapshot")

    def _file(self) -> Path:
        return Path(str(db.engine.url.database))

    def _closed(self) -> None:
        """Leave no connection, and on SQLite all data in the one file."""
        db.session.commit()
        db.session.expunge_all()
        if self.postgres is None:
            with db.engine.connect() as connection:
                driver: Any = connection.connection.dbapi_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.close()
        db.engine.dispose()
        if self.postgres is None:
            for leftover in ("-wal", "-shm"):
                self._file().with_name(self._file().name + leftover).unlink(missing_ok=True)
