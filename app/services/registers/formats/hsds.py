"""HSDS 3 (Human Services Data Specification, openreferral.org): a desk as a service, in JSON."""

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.rules.registers.schema import Register
from app.services.registers.formats.places import Row, nested

PROFILE = "https://docs.openreferral.org/en/3.0.1/"


def services(register: Register, rows: Iterable[Row]) -> dict[str, Any]:
    """Return entries as a list of services, with the profile to which they keep."""
    return {"profile": PROFILE, "contents": [service(register, row) for row in rows]}


def service(register: Register, row: Row) -> dict[str, Any]:
    """Return an entry as a service. Every object gets an id that stays the same."""
    found = {"status": "active", **nested(row.values)}
    if "organization" in found:
        found["organization"].setdefault("description", "")
    return _with_ids(found, _uuid(row.id))


def _uuid(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:  # an entry named by its code
        return uuid5(NAMESPACE_URL, name)


def _with_ids(found: dict[str, Any], name: UUID) -> dict[str, Any]:
    made: dict[str, Any] = {"id": str(name)}
    for key, value in found.items():
        if isinstance(value, dict):
            made[key] = _with_ids(value, uuid5(name, key))
        elif isinstance(value, list):
            made[key] = [
                _with_ids(each, uuid5(name, f"{key}.{number}")) if isinstance(each, dict) else each
                for number, each in enumerate(value)
            ]
        else:
            made[key] = value
    return made
