"""Impossible dates in case records: events in the future, a consent that ends before it begins."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.rules.cases.fields import SCHEMAS, RecordKind

PAST = {"born_on", "happened_on", "made_on", "given_on"}
"""Fields with the date of a past event."""
AFTER = {"expires_on": "given_on", "withdrawn_on": "given_on"}
"""A field, and the field whose date it cannot precede."""


def date_error(kind: RecordKind, values: Mapping[str, Any], today: date) -> str:
    """Return the fault in a record's dates (ISO text), in Japanese; empty if there is none."""
    labels = {field.name: field.label for field in SCHEMAS[kind].fields}
    days = {name: date.fromisoformat(values[name]) for name in labels if _is_day(name, values)}
    for name, day in days.items():
        if name in PAST and day > today:
            return f"{labels[name]}には、今日までの日を入力してください。"
        first = days.get(AFTER.get(name, ""))
        if first is not None and day < first:
            return f"{labels[name]}には、{labels[AFTER[name]]}以後の日を入力してください。"
    return ""


def _is_day(name: str, values: Mapping[str, Any]) -> bool:
    return name in {*PAST, *AFTER} and bool(values.get(name))
