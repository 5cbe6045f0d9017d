"""Imports of tables into registers."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import StaffOnly
from app.models.common.types import Code, UtcDateTime
from app.rules.states.registers.register_import import RegisterImportState


class RegisterImport(StaffOnly, Model):
    """One uploaded file, and what becomes of its rows."""

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    """The key of the register."""
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Empty once the import is over."""
    state: Mapped[RegisterImportState] = mapped_column(Code(RegisterImportState), index=True)
    preview: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    """The first lines of each worksheet, for the mapping of the columns."""
    sheet: Mapped[int] = mapped_column(Integer, default=0)
    heading_line: Mapped[int] = mapped_column(Integer, default=1)
    heading_lines: Mapped[int] = mapped_column(Integer, default=1)
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The keys of the file's columns, in order; "" for a skipped one."""
    filled: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """By key, the one value of every row for a column that the file lacks."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)
    """As of RowResult (services/registers/import_rows.py)."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Number of rows by fate."""
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    created_by_name: Mapped[str] = mapped_column(String(130))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
