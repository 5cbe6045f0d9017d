"""Registers as tables for spreadsheets, and counted by category."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models.registers.entry import RegisterModel
from app.rules.common.field import Kind
from app.rules.registers.schema import RegisterField
from app.security.viewer import Viewer
from app.services.registers import texts, versions

IDENTIFIER, OWNER, TIER, CHECKED = "識別子", "管理する団体", "公開の範囲", "確認日"
AT_ONCE = 500
"""Entries whose words are loaded together."""


def entries(model: RegisterModel) -> Select[Any]:
    """Return the statement for all entries in force that the viewer of the session sees, in order."""
    return select(model).where(model.retired_on.is_(None)).order_by(*texts.in_order(model))


def header(actor: Viewer, model: RegisterModel) -> list[str]:
    """Return the headings of `table`."""
    register = model.register
    return [
        IDENTIFIER,
        *(field.column for field in _exported(actor, model)),
        *([OWNER] if register.owned else []),
        *([TIER] if actor.is_staff and register.has_tiers else []),
        *([CHECKED] if register.confirmed_every else []),
    ]


def table(
    actor: Viewer, model: RegisterModel, wanted: Select[Any] | None = None
) -> Iterator[Sequence[str | int | date]]:
    """Yield the wanted rows, by default all, limited to what the actor may see, as `header` names them."""
    fields, register = _exported(actor, model), model.register
    statement = (entries(model) if wanted is None else wanted).options(
        joinedload(model.organisation)
    )
    found = db.session.scalars(statement.execution_options(yield_per=AT_ONCE))
    words = None
    for part in found.partitions(AT_ONCE):
        words = texts.load(model, part, known=words)
        for entry in part:
            cells: list[str | int | date] = [entry.public_id]
            cells += [words.cell(field, getattr(entry, field.key)) for field in fields]
            if register.owned:
                cells.append(str(entry.organisation or ""))
            if actor.is_staff and register.has_tiers:
                cells.append(entry.tier.label)
            if register.confirmed_every:
                cells.append(entry.checked_on or "")
            yield cells


def sentences(actor: Viewer, model: RegisterModel) -> list[str]:
    """Return the headings of the columns with whole sentences."""
    return [field.column for field in _exported(actor, model) if field.kind is Kind.LINES]


def counts(model: RegisterModel, key: str) -> list[tuple[str, int]]:
    """Return the number of entries in force by the values of a field, the most frequent first.

    A field of several values is counted once for each. Codes, not words.
    """
    column: Any = getattr(model, key)
    counted = select(column, func.count()).group_by(column)
    found: dict[str, int] = {}
    for value, number in db.session.execute(counted.where(model.retired_on.is_(None))):
        for code in value if isinstance(value, list) else [value]:
            if code not in (None, ""):
                code = str(getattr(code, "value", code))
                found[code] = found.get(code, 0) + number
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _exported(actor: Viewer, model: RegisterModel) -> list[RegisterField]:
    return [field for field in versions.visible_fields(actor, model) if field.exported]
