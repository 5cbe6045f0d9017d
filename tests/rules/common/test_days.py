"""Days as tables write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.days import read_day
from app.rules.common.era import era_date

DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", " ２０２６年４月１日 "),
        *("令和8年4月1日", "令和８年４月１日", "R8.4.1", "r8/4/1", "20260401", "46113"),
        *("2026-04-01 00:00:00", "2026年4月1日（水）"),
    ],
)
def test_day_is_read_in_every_form(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "2025-02-30", "20251301", "令和0年1月1日", "未定", "1", "99999", "光8年4月1日"]
)
def test_anything_else_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match="令和8年4月1日、R8"):
        read_day(text)


@given(st.dates(date(1927, 6, 1), date(2100, 12, 31)))
def test_era_digits_and_serial_give_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert {read_day(era_date(day)), read_day(f"{day:%Y%m%d}"), read_day(str(serial))} == {day}
