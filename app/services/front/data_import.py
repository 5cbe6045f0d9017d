"""What data_export wrote, read into an empty instance of the same version, on either database."""

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, Table, func, null, select, text
from sqlalchemy.exc import IntegrityError

from app.errors import RuleViolation
from app.extensions import db
from app.security.viewer import Role, Viewer
from app.services.front import backups, data_export, table_contents

AT_ONCE = 500
"""Rows in one statement."""


def import_all(actor: Viewer, folder: Path, instance: Path) -> Mapping[str, Any]:
    """Read everything from the folder in one transaction, compare it, and return the manifest.

    Raises RuleViolation for a database in use, another version's export, and a damaged one.
    """
    actor.require(Role.SYSTEM)
    if backups.is_in_use():
        raise RuleViolation(
            None, "データベースにデータがあります。空のデータベースに取り込みます。"
        )
    db.session.rollback()
    manifest = _manifest(folder)
    with db.engine.begin() as connection:
        if table_contents.revision(connection) != manifest["revision"]:
            raise RuleViolation(
                None,
                "書き出したときとデータベースの版が違います。同じ版のプログラムで取り込みます。",
            )
        tables = table_contents.tables(connection)
        _defer(connection)
        for table in tables:
            if connection.execute(select(table).limit(1)).first():  # what the migrations wrote
                connection.execute(table.delete())
        try:
            for table in tables:
                _read(connection, table, folder)
            _settle(connection, tables)
        except (IntegrityError, OSError, KeyError, ValueError) as error:
            raise RuleViolation(
                None, f"書き出したファイルが壊れています（{type(error).__name__}）。"
            ) from error
        found = {table.name: table_contents.digest(connection, table) for table in tables}
        if found != manifest["tables"]:
            names = sorted(name for name in found if found[name] != manifest["tables"].get(name))
            raise RuleViolation(
                None, f"取り込んだ表が、書き出したときと違います：{'、'.join(names)}"
            )
    for name in backups.FILES:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, instance / name, dirs_exist_ok=True)
    return manifest


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / data_export.MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise RuleViolation(None, f"{folder} には書き出したデータがありません。") from error
    if manifest.get("format") != data_export.FORMAT:
        raise RuleViolation(None, f"{folder} は、このプログラムが書き出したものではありません。")
    return manifest


def _read(connection: Connection, table: Table, folder: Path) -> None:
    columns = {column.name: column for column in table.columns}
    batch: list[dict[str, Any]] = []
    for row in _rows(folder / data_export.TABLES / f"{table.name}.csv"):
        batch.append({name: _value(columns[name], cell, folder) for name, cell in row.items()})
        if len(batch) == AT_ONCE:
            connection.execute(table.insert(), batch)
            batch.clear()
    if batch:
        connection.execute(table.insert(), batch)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8", newline="") as content:
        yield from csv.DictReader(content, strict=True)


def _value(column: Column[Any], cell: str, folder: Path) -> Any:
    value = data_export.unescaped(cell)
    if isinstance(column.type, JSON):
        return _json(value)
    if value is None:
        return None
    if not table_contents.is_document(column):
        return table_contents.from_plain(column, value)
    content = (folder / data_export.DOCUMENTS / value[:2] / value).read_bytes()
    if hashlib.sha256(content).hexdigest() != value:
        raise ValueError(value)
    return content


def _json(value: str | None) -> Any:
    """Return what is stored as it was: no value at all, or JSON's own null."""
    return null() if value is None else json.loads(value)


def _defer(connection: Connection) -> None:
    """Let references be checked at the end: the tables refer to each other in circles."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        return
    for name, table in _references(connection):
        connection.execute(text(f'ALTER TABLE {table} ALTER CONSTRAINT "{name}" DEFERRABLE'))
    connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def _settle(connection: Connection, tables: Any) -> None:
    """Check the references, and let new ids go on after the last ones."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise ValueError(broken[0])
        return
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for name, table in _references(connection):
        connection.execute(text(f'ALTER TABLE {table} ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))
    for table in tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer):
                _go_on_after(connection, column)


def _go_on_after(connection: Connection, column: Column[Any]) -> None:
    last = connection.scalar(select(func.max(column)))
    owned = connection.scalar(select(func.pg_get_serial_sequence(column.table.name, column.name)))
    named = f"{column.table.name}_{column.name}_seq"
    sequence = owned or connection.scalar(select(func.to_regclass(named)))
    if sequence and last is not None:
        connection.execute(select(func.setval(sequence, last)))


def _references(connection: Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        text("SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
    )
    return [(name, table) for name, table in found]
