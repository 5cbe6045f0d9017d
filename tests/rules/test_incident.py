"""The clocks of an incident."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.incident import Duty, Periods, duties

PERIODS = Periods(5, 30, 60)
NONE = (None, None, None)


@pytest.mark.parametrize(
    ("noticed_on", "is_malicious", "first", "final"),
    [
        (date(2026, 4, 1), False, date(2026, 4, 5), date(2026, 4, 30)),
        (date(2026, 4, 1), True, date(2026, 4, 5), date(2026, 5, 30)),
        (date(2024, 2, 26), False, date(2024, 3, 1), date(2024, 3, 26)),
        (date(2026, 12, 30), True, date(2027, 1, 3), date(2027, 2, 27)),
    ],
)
def test_the_day_of_notice_is_the_first(
    noticed_on: date, is_malicious: bool, first: date, final: date
) -> None:
    found = duties(noticed_on, NONE, is_malicious=is_malicious, periods=PERIODS)
    assert [each.due_on for each in found] == [first, final, None]
    assert [each.duty for each in found] == list(Duty)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans(), st.integers(0, 70))
def test_late_is_what_is_not_done_after_its_day(
    noticed_on: date, is_malicious: bool, later: int
) -> None:
    today = noticed_on + timedelta(days=later)
    first, final, telling = duties(noticed_on, NONE, is_malicious=is_malicious, periods=PERIODS)
    assert first.is_late(today) == (later >= 5)
    assert final.is_late(today) == (later >= (60 if is_malicious else 30))
    assert not telling.is_late(today)
    done = duties(noticed_on, (today,) * 3, is_malicious=is_malicious, periods=PERIODS)
    assert not any(each.is_late(today) for each in done)
