"""Era dates and fiscal years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.era import era_date, era_letter, era_year, fiscal_year, fiscal_year_name
from tests.rules.dates import day


@pytest.mark.parametrize(
    ("on", "written"),
    [
        ("2024-04-01", "令和6年4月1日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-12-31", "令和元年12月31日"),
        ("2020-01-01", "令和2年1月1日"),
        ("1989-01-08", "平成元年1月8日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1912-07-29", "明治45年7月29日"),
        ("1873-01-01", "明治6年1月1日"),
    ],
)
def test_dates_are_written_in_their_era(on, written):
    assert era_date(day(on)) == written


def test_dates_before_meiji_have_no_era():
    with pytest.raises(ValueError, match="明治より前"):
        era_year(date(1868, 1, 24))


@pytest.mark.parametrize(
    ("on", "year", "name"),
    [
        ("2024-03-31", 2023, "令和5年度"),
        ("2024-04-01", 2024, "令和6年度"),
        ("2025-03-31", 2024, "令和6年度"),
        ("2019-04-01", 2019, "令和元年度"),
        ("2020-03-31", 2019, "令和元年度"),
        ("2019-03-31", 2018, "平成30年度"),
        ("1989-03-31", 1988, "昭和63年度"),
        ("1989-04-01", 1989, "平成元年度"),
    ],
)
def test_fiscal_year_begins_in_april(on, year, name):
    assert fiscal_year(day(on)) == year
    assert fiscal_year_name(day(on)) == name


@pytest.mark.parametrize(("year", "letter"), [(2024, "R6"), (2019, "R1"), (2018, "H30")])
def test_fiscal_year_has_a_letter(year, letter):
    assert era_letter(year) == letter


@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_era_year_changes_only_at_new_year_and_with_a_new_era(on):
    morrow = on + timedelta(days=1)
    if era_year(on) != era_year(morrow):
        assert (morrow.month, morrow.day) == (1, 1) or era_year(morrow).endswith("元年")
