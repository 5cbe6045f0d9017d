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
