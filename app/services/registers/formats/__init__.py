"""Registers in the formats of others: the same rows under other names.

A field says its place in a format (`formats={"schema.org": "address.streetAddress"}`), and a model what
is not a field's (`formatted`). A place is a path: `phones[fax].number` is in the element of a list
that other places name by the same tag. In the tables of GIF a place is a heading.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.rules.registers.schema import Register, RegisterField
from app.services.common.field_texts import FieldTexts
from app.services.registers.formats import gif, hsds, schema_org
from app.services.registers.formats.places import Row


@dataclass(frozen=True)
class Format:
    """A format. whole: what is written of several rows; one: of one row, by default the same."""

    media_type: str
    whole: Callable[[Register, Iterable[Row]], Any]
    one: Callable[[Register, Row], Any] | None = None


FORMATS: Mapping[str, Format] = {
    "schema.org": Format("application/ld+json", schema_org.graph, schema_org.node),
    "hsds": Format("application/json", hsds.services, hsds.service),
    "gif-451-7": Format("text/csv; charset=utf-8", gif.desks),
    "gif-451-5": Format("text/csv; charset=utf-8", gif.events),
    "gif-451-4": Format("text/csv; charset=utf-8", gif.programmes),
}


def row(
    name: str, fields: Iterable[RegisterField], words: FieldTexts, item: Any, address: str = ""
) -> Row:
    """Return what a format says of an entry. item: of services/registers/open_interface.py."""
    found = {
        each.formats[name]: words.foreign(each, item.values.get(each.key))
        for each in fields
        if name in each.formats
    }
    more = item.entry.formatted(name) if item.entry is not None else {}
    filled = {key: each for key, each in (found | more).items() if each not in (None, "", [])}
    return Row(item.id, address, filled)


def write(name: str, register: Register, rows: Iterable[Row], *, is_one: bool = False) -> Any:
    """Return rows as a format writes them: plain values, or the bytes of a table."""
    chosen = FORMATS[name]
    if is_one and chosen.one is not None:
        return chosen.one(register, next(iter(rows)))
    return chosen.whole(register, rows)
