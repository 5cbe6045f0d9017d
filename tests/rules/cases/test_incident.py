"""Deadlines for the duties after an incident."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.cases.incident import Due, Duty, Periods, duties

PERIODS = Periods(5, 30, 60)
NONE = (None, None, None)


def never(_day: date) -> bool:
    return False


def weekend(day: date) -> bool:
    return day.weekday() >= 5


@pytest.mark.parametrize(
    ("noticed_on", "is_malicious", "first", "final"),
    [
        (date(2026, 4, 1), False, date(2026, 4, 5), date(2026, 4, 30)),
        (date(2026, 4, 1), True, date(2026, 4, 5), date(2026, 5, 30)),
        (date(2024, 2, 26), False, date(2024, 3, 1), date(2024, 3, 26)),
        (date(2026, 12, 30), True, date(2027, 1, 3), date(2027, 2, 27)),
    ],
)
def test_deadlines_count_calendar_days_from_the_day_of_notice(
    noticed_on: date, is_malicious: bool, first: date, final: date
) -> None:
    found = due(noticed_on, is_malicious=is_malicious, is_closed=never)
    assert [each.due_on for each in found] == [first, final, None]
    assert [each.duty for each in found] == list(Duty)


@pytest.mark.parametrize(
    ("noticed_on", "is_malicious", "first", "final"),
    [
        (
            date(2026, 4, 1),
            True,
            date(2026, 4, 5),
            date(2026, 6, 1),
        ),  # both on a Saturday or Sunday
        (date(2026, 4, 3), False, date(2026, 4, 7), date(2026, 5, 4)),  # Saturday to Monday
        (date(2026, 4, 6), False, date(2026, 4, 10), date(2026, 5, 5)),  # a Tuesday stays
    ],
)
def test_only_the_final_report_moves_past_closed_days(
    noticed_on: date, is_malicious: bool, first: date, final: date
) -> None:
    found = due(noticed_on, is_malicious=is_malicious, is_closed=weekend)
    assert [each.due_on for each in found] == [first, final, None]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans(), st.integers(0, 70))
def test_duty_is_late_if_not_done_by_its_due_day(
    noticed_on: date, is_malicious: bool, later: int
) -> None:
    today = noticed_on + timedelta(days=later)
    first, final, telling = due(noticed_on, is_malicious=is_malicious, is_closed=never)
    assert first.is_late(today) == (later >= 5)
    assert final.is_late(today) == (later >= (60 if is_malicious else 30))
    assert not telling.is_late(today)
    done = due(noticed_on, (today,) * 3, is_malicious=is_malicious, is_closed=never)
    assert not any(each.is_late(today) for each in done)


def due(noticed_on: date, done: tuple[date | None, ...] = NONE, **given: Any) -> tuple[Due, ...]:
    return duties(noticed_on, done, periods=PERIODS, **given)
