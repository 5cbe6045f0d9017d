"""Values of register entries in words, and what forms offer for them."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.registers.entry import RegisterModel, fields_of, register_of
from app.services.common.field_texts import FieldTexts, japanese

MOST_OFFERED = 1000
"""Entries that a form offers for a reference."""


def load(
    model: RegisterModel,
    entries: Iterable[Any],
    label: Callable[[Enum], str] = japanese,
    keys: Container[str] | None = None,
    known: FieldTexts | None = None,
) -> FieldTexts:
    """Load the labels of the codes, and the titles of what the entries refer to.

    entries: loaded, or mappings of plain values. keys: of the fields wanted, by default all. known:
    the labels, if loaded already; else up to two queries. And one a table referred to.
    """
    held = list(entries)
    titles: dict[str, str] = {}
    fields = [each for each in fields_of(model) if keys is None or each.key in keys]
    for table in dict.fromkeys(each.refers_to for each in fields if each.refers_to):
        referring = [each.key for each in fields if each.refers_to == table]
        wanted = {_value(entry, key) for key in referring for entry in held} - {None, ""}
        titles |= _titles(register_of(table), wanted)
    if known is not None:
        return replace(known, titles=titles)
    return FieldTexts.load(label, titles, fields)


def words_of(model: RegisterModel | None, entries: Iterable[Any]) -> FieldTexts:
    """Load the same for a register's entries, or without a model for organisations."""
    return FieldTexts.load() if model is None else load(model, entries)


def offered(table: str) -> list[tuple[str, str]]:
    """Return identifier and title of the entries that a reference to this table may lead to."""
    model: Any = register_of(table)
    apart = next((f for f in fields_of(model) if f.key == model.register.told_apart_by), None)
    named = (model.register.title, apart.key) if apart else (model.register.title,)
    found = db.session.execute(
        select(model.public_id, *(getattr(model, key) for key in named))
        .where(model.retired_on.is_(None))
        .order_by(*in_order(model))
        .limit(MOST_OFFERED)
    )
    if apart is None:
        return [(public_id, str(name)) for public_id, name in found]
    words = FieldTexts({}, {})
    return [
        (public_id, f"{name}（{words.text(apart, value)}）") for public_id, name, value in found
    ]


def in_order(model: RegisterModel) -> tuple[Any, ...]:
    """Return what a statement sorts a register's entries by."""
    column = getattr(model, model.register.order)
    return (sorted_by(column, descending=model.register.newest_first), model.id)


def sorted_by(column: Any, *, descending: bool) -> Any:
    """Return the order by a column: nothing entered comes first downwards, last upwards.

    PostgreSQL does so by itself, SQLite the other way round. News that wait have no day yet.
    """
    if not column.expression.nullable:
        return column.desc() if descending else column.asc()
    return column.desc().nulls_first() if descending else column.asc().nulls_last()


def _titles(model: Any, wanted: set[str]) -> Mapping[str, str]:
    if not wanted:
        return {}
    title = getattr(model, model.register.title)
    found = db.session.execute(select(model.public_id, title).where(model.public_id.in_(wanted)))
    return {public_id: str(name) for public_id, name in found}


def _value(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, Mapping) else getattr(entry, key)
