"""All data as files that any program reads: a CSV and a JSON Schema a table, documents as files.

A column of bytes holds the SHA-256 of its file in `files/`; `\\N` stands for no value, and a text that
begins with a backslash has another one before it. Sealed values stay sealed: their keys are no data.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.security.viewer import Role, Viewer
from app.services.front import backups, database_copies, table_contents
from app.services.front.table_contents import Value

FORMAT = "kodoku-platform/export/1"
MANIFEST, TABLES, DOCUMENTS = "manifest.json", "tables", "files"
NOTHING = "\\N"
TYPES = {int: "integer", bool: "boolean", float: "number"}
FORMATS = {datetime: "date-time", date: "date"}


def export_all(actor: Viewer, folder: Path, instance: Path, version: str) -> dict[str, Any]:
    """Write everything into an empty folder, as of one moment, and return the manifest.

    Raises RuleViolation for a folder that is not empty.
    """
    actor.require(Role.SYSTEM)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RuleViolation(None, f"{folder} は空ではありません。")
    for name in (TABLES, DOCUMENTS):
        (folder / name).mkdir()
    with database_copies.at_one_moment(db.engine) as connection:
        manifest = {
            "format": FORMAT,
            "version": version,
            "made_at": clock.now().isoformat(timespec="seconds"),
            "revision": table_contents.revision(connection),
            "tables": {
                table.name: _write(connection, table, folder)
                for table in table_contents.tables(connection)
            },
        }
    for name in backups.FILES:
        if (instance / name).is_dir():
            shutil.copytree(instance / name, folder / name)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return manifest


def escaped(value: str | None) -> str:
    """Return a value as it stands in a CSV."""
    if value is None:
        return NOTHING
    return f"\\{value}" if value.startswith("\\") else value


def unescaped(text: str) -> str | None:
    """Return the value that `escaped` wrote."""
    if text == NOTHING:
        return None
    return text[1:] if text.startswith("\\") else text


def schema(table: Table) -> dict[str, Any]:
    """Return the JSON Schema of a row: each value as what its text in the CSV stands for."""
    columns = table_contents.columns(table)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns if not column.nullable],
        "additionalProperties": False,
        "x-primaryKey": [column.name for column in table.primary_key.columns],
    }


def _write(connection: Connection, table: Table, folder: Path) -> dict[str, Any]:
    (folder / TABLES / f"{table.name}.schema.json").write_text(json.dumps(schema(table), indent=1))
    with (folder / TABLES / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in table_contents.columns(table))
        for row in table_contents.rows(connection, table):
            writer.writerow(_cells(row, folder / DOCUMENTS))
    return table_contents.digest(connection, table)


def _cells(row: Sequence[Value], documents: Path) -> list[str]:
    return [escaped(_put(value, documents) if isinstance(value, bytes) else value) for value in row]


def _put(content: bytes, documents: Path) -> str:
    """Store a document under its SHA-256, once."""
    name = hashlib.sha256(content).hexdigest()
    file = documents / name[:2] / name
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    return name


def _property(column: Column[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if table_contents.is_document(column):
        found = {"type": "string", "pattern": "^[0-9a-f]{64}$", "x-file": DOCUMENTS}
    elif not isinstance(column.type, JSON):
        kind = column.type.python_type
        found = {"type": TYPES.get(kind, "string")}
        if kind in FORMATS:
            found["format"] = FORMATS[kind]
        if kind is str and getattr(column.type, "length", None):
            found["maxLength"] = column.type.length  # type: ignore[attr-defined]
    if column.nullable and "type" in found:
        found["type"] = [found["type"], "null"]
    for key in column.foreign_keys:
        found["x-references"] = key.target_fullname
    return found
