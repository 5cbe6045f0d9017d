"""Columns of registers: a column says everything about its field."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, Integer, String, Text, Time
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models.common.types import Code
from app.rules.common.field import NULLABLE, SEVERAL, Kind, empty
from app.rules.registers.schema import RegisterField

FIELD = "field"
"""Key of a column's info."""
CODE_LENGTH = 40


class Codes(TypeDecorator[list[str]]):
    """A list of codes, stored with surrounding spaces (` a b `), so that one is found by LIKE."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | str | None, dialect: Dialect) -> str | None:
        """Return the codes as stored; a text is a condition and stays as it is."""
        if value is None or isinstance(value, str):
            return value
        return f" {' '.join(value)} " if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return (value or "").split()


def has_code(column: Any, code: str) -> ColumnElement[bool]:
    """Return the condition that a column holds a code, alone or among several."""
    found: ColumnElement[bool] = (
        column.contains(f" {code} ", autoescape=True)
        if isinstance(column.type, Codes)
        else column == code
    )
    return found


_TYPES: dict[Kind, Any] = {
    Kind.LINES: Text,
    Kind.YEAR: Integer,
    Kind.FISCAL_YEAR: Integer,
    Kind.WHOLE: Integer,
    Kind.DAY: Date,
    Kind.TIME: Time,
    Kind.FLAG: Boolean,
    **dict.fromkeys(SEVERAL, Codes),
}


def field(
    label: str, english: str, kind: Kind = Kind.LINE, *, unique: bool = False, **said: Any
) -> MappedColumn[Any]:
    """Return a register's column. said: as of RegisterField."""
    about = RegisterField("", label, english, kind, **said)
    column: MappedColumn[Any] = mapped_column(
        _type(about),
        *([ForeignKey(f"{about.refers_to}.public_id")] if about.refers_to else []),
        nullable=kind in NULLABLE and not (about.required and kind is not Kind.REFERENCE),
        default=None if kind in NULLABLE else lambda: empty(kind),
        unique=unique or None,
        index=bool(about.refers_to) or None,
        info={FIELD: about},
    )
    return column


def _type(about: RegisterField) -> TypeEngine[Any]:
    if about.kind is Kind.CHOICE:
        assert about.choices is not None
        return Code(about.choices)
    if about.kind is Kind.REFERENCE:
        return String(36)
    made = _TYPES.get(about.kind)
    return made() if made else String(about.limit or CODE_LENGTH)
