"""Periods as counted under the Civil Code (民法第140条, 第143条)."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.rules.common.periods import period_end
from tests.rules.dates import day

DAY = timedelta(days=1)


def walked_end(event_on: date, months: int) -> date:
    """Return the last day, found by stepping through the calendar one day at a time."""
    first = here = event_on + DAY
    entered = 0
    while True:
        if entered == months and here.day == first.day:
            return here - DAY
        tomorrow = here + DAY
        if tomorrow.month != here.month:
            if entered == months:
                return here
            entered += 1
        here = tomorrow


@pytest.mark.parametrize(
    ("event_on", "years", "months", "last"),
    [
        ("2024-04-10", 3, 0, "2027-04-10"),
        ("2024-02-28", 3, 0, "2027-02-28"),
        ("2024-02-29", 3, 0, "2027-02-28"),
        ("2025-02-28", 3, 0, "2028-02-29"),
        ("2023-12-31", 3, 0, "2026-12-31"),
        ("2024-02-29", 1, 0, "2025-02-28"),
        ("2024-02-28", 1, 0, "2025-02-28"),
        ("2023-02-28", 1, 0, "2024-02-29"),
        ("2024-01-30", 0, 1, "2024-02-29"),
        ("2025-01-29", 0, 1, "2025-02-28"),
        ("2024-01-31", 0, 1, "2024-02-29"),
        ("2024-08-30", 0, 6, "2025-02-28"),
        ("2024-03-31", 0, 6, "2024-09-30"),
        ("2024-11-15", 1, 2, "2026-01-15"),
    ],
)
def test_period_ends_as_the_civil_code_provides(event_on, years, months, last):
    end = period_end(day(event_on), years=years, months=months)
    assert end == day(last)


@settings(max_examples=400)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(0, 4), st.integers(0, 14))
@example(date(2024, 2, 29), 1, 0)
@example(date(2024, 2, 28), 4, 0)
def test_period_end_agrees_with_stepping_through_the_calendar(event_on, years, months):
    assert period_end(event_on, years=years, months=months) == walked_end(
        event_on, 12 * years + months
    )


@given(st.dates(date(1990, 1, 1), date(2060, 12, 30)), st.integers(0, 60))
def test_later_event_never_ends_earlier(event_on, months):
    assert period_end(event_on, months=months) <= period_end(event_on + DAY, months=months)


@pytest.mark.parametrize("length", [{"years": -1}, {"months": -1}, {"years": 1, "months": -1}])
def test_negative_length_is_an_error(length):
    with pytest.raises(ValueError, match="0以上"):
        period_end(date(2024, 4, 1), **length)


def test_end_beyond_the_calendar_is_a_value_error():
    with pytest.raises(ValueError):
        period_end(date(9998, 6, 1), years=3)
