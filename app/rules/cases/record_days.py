"""Impossible dates in case records.

Events in the future, years that nobody meant, a consent that ends before it begins.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind
from app.rules.common.era import era_date

PAST = {"born_on", "happened_on", "made_on", "given_on", "withdrawn_on"}
"""Fields with the date of a past event."""
AFTER = {"expires_on": "given_on", "withdrawn_on": "given_on", "next_on": "happened_on"}
"""A field, and the field whose date it cannot precede."""
EARLIEST = {"born_on": date(1900, 1, 1)}
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""*Reading*: what a case records did not happen before 2000; a year of one digit is a slip."""


def date_error(kind: RecordKind, values: Mapping[str, Any], today: date) -> str:
    """Return the fault in a record's dates (ISO text), in Japanese; empty if there is none."""
    labels = {field.name: field.label for field in SCHEMAS[kind].fields}
    days = {
        field.name: date.fromisoformat(values[field.name])
        for field in SCHEMAS[kind].fields
        if field.type is FieldType.DAY and values.get(field.name)
    }
    for name, day in days.items():
        earliest = EARLIEST.get(name, FIRST)
        if not earliest <= day <= LAST:
            return f"{labels[name]}には、{era_date(earliest)}から{era_date(LAST)}までの日を入力してください。"
        if name in PAST and day > today:
            return f"{labels[name]}には、今日までの日を入力してください。"
        first = days.get(AFTER.get(name, ""))
        if first is not None and day < first:
            return f"{labels[name]}には、{labels[AFTER[name]]}以後の日を入力してください。"
    return ""
