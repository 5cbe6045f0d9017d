"""What the audit trail records of registers: the same verbs for all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models.registers.entry import fields_of, registers


def _labels(table: str, entry: LazyString) -> dict[str, LazyString]:
    return {
        f"{table}.attach": _l("%(entry)s: file added", entry=entry),
        f"{table}.detach": _l("%(entry)s: file removed", entry=entry),
        f"{table}.add": _l("%(entry)s: added", entry=entry),
        f"{table}.update": _l("%(entry)s: changed", entry=entry),
        f"{table}.confirm": _l("%(entry)s: confirmed", entry=entry),
        f"{table}.report": _l("%(entry)s: mistake reported", entry=entry),
        f"{table}.settle": _l("%(entry)s: report of a mistake settled", entry=entry),
        f"{table}.retire": _l("%(entry)s: taken out", entry=entry),
        f"{table}.restore": _l("%(entry)s: put back", entry=entry),
    }


_ENTRIES = {model.__tablename__: _l(model.register.one) for model in registers()}
SUBJECTS = {
    **_ENTRIES,
    "api_key": _l("Key of the open API"),
    "register_import": _l("Import into a register"),
}
ACTIONS = {
    action: label
    for table, entry in _ENTRIES.items()
    for action, label in _labels(table, entry).items()
} | {
    "register_import.upload": _l("File for a register uploaded"),
    "register_import.assign": _l("Columns of a file for a register assigned"),
    "register_import.start": _l("Import into a register started"),
    "register_import.enter": _l("Rows entered in a register"),
    "register_import.cancel": _l("Import into a register cancelled"),
    "api_key.create": _l("Key of the open API made"),
    "api_key.revoke": _l("Key of the open API revoked"),
    "municipality.delete": _l("Municipality deleted"),
    "activity_field.delete": _l("Field of activity deleted"),
}
"""Up to 2026-11-30 master data could be deleted."""
_FIELDS = {field.key: field for model in registers() for field in fields_of(model)}


def details(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield which fields of an entry were changed, from what to what; the name of its file."""
    if "sha256" in entry and "file" in entry:
        yield entry["file"]
    for key in entry.get("fields", ()) if "changes" in entry else ():
        name = _(_FIELDS[key].english) if key in _FIELDS else key
        if key not in entry["changes"]:
            yield name
            continue
        before, after = (_one_line(value) for value in entry["changes"][key])
        yield _("%(name)s: %(before)s → %(after)s", name=name, before=before, after=after)


def _one_line(value: Any) -> str:
    words = "、".join(value) if isinstance(value, list) else str("" if value is None else value)
    return " ".join(words.split()) or _("(empty)")
