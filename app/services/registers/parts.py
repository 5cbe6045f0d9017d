"""Parts of the municipalities' pages: what each has, counted and listed.

A register with a municipality among its public fields is a part by itself. What else there is, a
wing declares as PARTS in services/<wing>/municipality_parts.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.models.registers.columns import has_code
from app.models.registers.entry import RegisterModel, fields_of, registers
from app.rules.common.field import Kind
from app.rules.membership.roster import Tier
from app.rules.registers.schema import RegisterField
from app.services.registers.first_entries import named
from app.services.registers.texts import in_order

KINDS = (Kind.MUNICIPALITY, Kind.MUNICIPALITIES)


@dataclass(frozen=True)
class Part:
    """A part. title: English text for the catalogue; path: of the list, below it the entries'."""

    title: str
    path: str
    counted: Callable[[], Select[Any]]
    """Returns the statement of (code, or several as columns.Codes stores them; how many)."""
    listed: Callable[[str], Select[Any]]
    """Code → statement made by `first_entries.named`."""


def of_registers() -> Iterator[Part]:
    """Yield the parts that registers are."""
    for model in registers():
        placed = [each for each in fields_of(model) if each.kind in KINDS]
        if placed and placed[0].tier is Tier.PUBLIC:
            yield _of(model, placed[0])


def _of(model: RegisterModel, field: RegisterField) -> Part:
    column, register = getattr(model, field.key), model.register
    in_force = model.retired_on.is_(None)

    return Part(
        register.english,
        f"/{register.key}/",
        lambda: select(column, func.count()).where(in_force).group_by(column),
        lambda code: named(model.public_id, getattr(model, register.title), in_order(model)).where(
            in_force, has_code(column, code)
        ),
    )
