"""Impossible dates are reported; planned dates may lie in the future."""

from datetime import date

import pytest

from app.rules.cases.fields import RecordKind
from app.rules.cases.record_days import date_error

TODAY = date(2026, 11, 28)
K = RecordKind


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        (K.PERSON, {"born_on": "2026-11-28"}, ""),
        (K.PERSON, {"born_on": "2026-11-29"}, "生年月日には、今日までの日"),
        (K.PERSON, {"born_on": None}, ""),
        (K.NOTE, {"happened_on": "2027-11-01"}, "日付には、今日までの日"),
        (K.ASSESSMENT, {"made_on": "2027-11-01"}, "日付には、今日までの日"),
        (K.CONSENT, {"given_on": "2027-01-01"}, "同意の日には、今日までの日"),
        (K.CONSENT, {"given_on": "2026-11-01", "expires_on": "2026-10-31"}, "同意の日以後の日"),
        (K.CONSENT, {"given_on": "2026-11-01", "withdrawn_on": "2026-10-31"}, "同意の日以後の日"),
        (K.CONSENT, {"given_on": "2026-11-01", "expires_on": "2026-11-01"}, ""),
        (K.PART, {"by_when": "2027-03-31"}, ""),
    ],
)
def test_impossible_date_is_reported(kind: RecordKind, values: dict[str, str], wrong: str) -> None:
    found = date_error(kind, values, TODAY)
    assert (wrong in found) if wrong else found == ""


@pytest.mark.parametrize(
    ("kind", "field", "day", "refused"),
    [
        (RecordKind.NOTE, "happened_on", "0001-04-01", True),
        (RecordKind.NOTE, "happened_on", "1999-12-31", True),
        (RecordKind.NOTE, "happened_on", "2000-01-01", False),
        (RecordKind.ASSESSMENT, "made_on", "0206-04-01", True),
        (RecordKind.PERSON, "born_on", "1899-12-31", True),
        (RecordKind.PERSON, "born_on", "1900-01-01", False),
        (RecordKind.PART, "by_when", "0026-04-01", True),
        (RecordKind.PART, "by_when", "9999-04-01", True),
        (RecordKind.GOAL, "by_when", "2099-12-31", False),
        (RecordKind.CONSENT, "withdrawn_on", "2026-04-02", True),
    ],
)
def test_years_that_nobody_meant_are_refused(
    kind: RecordKind, field: str, day: str, refused: bool
) -> None:
    assert bool(date_error(kind, {field: day}, date(2026, 4, 1))) is refused
