"""schema.org as JSON-LD."""

from collections.abc import Iterable
from typing import Any

from app.rules.registers.schema import Register
from app.services.registers.formats.places import Row, nested

CONTEXT = "https://schema.org"
TYPES = {
    "address": "PostalAddress",
    "areaServed": "AdministrativeArea",
    "availableChannel": "ServiceChannel",
    "audience": "Audience",
    "contactPoint": "ContactPoint",
    "organizer": "Organization",
    "provider": "Organization",
    "servicePhone": "ContactPoint",
    "serviceLocation": "Place",
}
"""Property → type of the object that it leads to."""


def node(register: Register, row: Row) -> dict[str, Any]:
    """Return an entry as a document of its own."""
    return {"@context": CONTEXT, **_typed(register, row)}


def graph(register: Register, rows: Iterable[Row]) -> dict[str, Any]:
    """Return entries as one document."""
    return {"@context": CONTEXT, "@graph": [_typed(register, row) for row in rows]}


def _typed(register: Register, row: Row) -> dict[str, Any]:
    head = {"@type": register.schema_type or "Thing", "identifier": row.id}
    return head | ({"@id": row.address} if row.address else {}) | _with_types(nested(row.values))


def _with_types(found: dict[str, Any]) -> dict[str, Any]:
    return {key: _typed_value(key, value) for key, value in found.items()}


def _typed_value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_typed_value(key, each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = {"@type": TYPES[key]} if key in TYPES and "@type" not in value else {}
    return kind | _with_types(value)
