"""Until when a confirmed entry counts as confirmed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.registers.freshness import AGAIN_AFTER, confirmed_by, is_stale, last_fresh


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2026-04-01", "2026-10-01"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-11-29", "2027-05-29"),
    ],
)
def test_six_months_end_as_periods_do(since: str, last: str) -> None:
    assert last_fresh(date.fromisoformat(since), 6) == date.fromisoformat(last)


def test_page_says_so_from_the_day_after_the_second_letter_was_of_no_use() -> None:
    since, last = date(2026, 4, 1), date(2026, 10, 1) + AGAIN_AFTER
    assert not is_stale(since, 6, last)
    assert is_stale(since, 6, last + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 36))
def test_who_confirmed_by_then_is_asked_in_that_month(today: date, months: int) -> None:
    """The day found for a statement of the database is true but for the ends of months."""
    assert abs(last_fresh(confirmed_by(today, months), months) - today) <= timedelta(days=3)
