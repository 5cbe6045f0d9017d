"""Days on which public offices are closed."""

from datetime import date

import pytest

from app.services.common.holidays import is_closed


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 11, 27), False),  # a Friday
        (date(2026, 11, 28), True),
        (date(2026, 11, 29), True),
        (date(2026, 5, 4), True),  # みどりの日, a Monday
        (date(2026, 5, 6), True),  # 振替休日
        (date(2026, 9, 22), True),  # 国民の休日
        (date(2026, 12, 28), False),  # a Monday
        (date(2026, 12, 29), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2025, 1, 3), True),  # a Friday
        (date(2027, 1, 4), False),
    ],
)
def test_closed_days(day: date, closed: bool) -> None:
    assert is_closed(day) is closed
