"""Backups of the database: written in operation, restored as a whole. They hold no case keys."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.security.viewer import Role, Viewer


def write(actor: Viewer, folder: Path) -> Path:
    """Write the whole database into a new file in the folder, readable by its owner alone.

    Raises RuleViolation where PostgreSQL's client program is missing or fails.
    """
    actor.require(Role.SYSTEM)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_file = db.engine.dialect.name == "sqlite"
    moment = clock.local(clock.now())
    file = folder / f"platform-{moment:%Y%m%d-%H%M%S}.{'sqlite3' if is_file else 'dump'}"
    part = file.with_name(f".{file.name}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        if is_file:
            _copy(str(db.engine.url.database), part)
        else:
            _run("pg_dump", "--format=custom", f"--file={part}", f"--dbname={_address()}")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def restore(actor: Viewer, file: Path, *, force: bool = False) -> None:
    """Replace the database by a backup. The service must be stopped.

    Raises RuleViolation for a file that is no backup, and for a non-empty database unless forced.
    """
    actor.require(Role.SYSTEM)
    if not force and is_in_use():
        raise RuleViolation(
            None, "データベースにデータがあります。上書きするときは --force を付けてください。"
        )
    _require_backup(file)
    db.session.rollback()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        _copy(str(file), Path(str(db.engine.url.database)))
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        _run("pg_restore", *options, f"--dbname={_address()}", str(file))


def is_in_use() -> bool:
    """Whether the database holds accounts or organisations."""
    if not inspect(db.engine).has_table("ab_user"):
        return False
    found = (select(entity.id).limit(1) for entity in (Account, Organisation))
    return any(db.session.scalar(statement) is not None for statement in found)


def _require_backup(file: Path) -> None:
    beginning = b"SQLite format 3\0" if db.engine.dialect.name == "sqlite" else b"PGDMP"
    with file.open("rb") as content:
        if content.read(len(beginning)) != beginning:
            raise RuleViolation(None, f"{file} は、このデータベースのバックアップではありません。")


def _copy(source: str, target: Path) -> None:
    """Copy by SQLite's backup function: consistent also during concurrent writes."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target, timeout=30)) as writing,
    ):
        reading.backup(writing)


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise RuleViolation(
            None, f"{program} がありません。PostgreSQLのクライアントを入れてください。"
        )
    password = db.engine.url.password
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuleViolation(None, f"{program} が失敗しました。\n{done.stderr.strip()}")


def _address() -> str:
    """Return the database URL for PostgreSQL's programs; the password is passed separately."""
    url = db.engine.url.set(drivername="postgresql", password=None)
    return url.render_as_string(hide_password=False)
