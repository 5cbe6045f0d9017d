"""Years as entered, of the Common Era or of a Japanese era."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.era import era_year, in_fiscal_year
from app.rules.common.years import FIRST_YEAR, normalise_fiscal_year, normalise_year

LATEST = 2026
WIDE = str.maketrans("0123456789HS", "０１２３４５６７８９ＨＳ")
LETTERS = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}
years = st.integers(FIRST_YEAR, LATEST)


def test_first_year_is_that_of_meiji() -> None:
    assert FIRST_YEAR == 1868


@given(years, st.booleans(), st.sampled_from(["", "年"]), st.sampled_from(["", "西暦"]))
def test_year_of_the_common_era_is_read(year: int, wide: bool, after: str, before: str) -> None:
    text = f" {before}{year}{after} "
    assert normalise_year(text.translate(WIDE) if wide else text, latest=LATEST) == year


@given(years, st.booleans(), st.booleans(), st.sampled_from(["", "年"]))
def test_year_of_an_era_is_read(year: int, short: bool, wide: bool, after: str) -> None:
    text = era_year(date(year, 12, 31)).removesuffix("年") + after
    if short:
        text = LETTERS[text[:2]] + text[2:]
    assert normalise_year(text.translate(WIDE) if wide else text, latest=LATEST) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [("昭和64年", 1989), ("平成元年", 1989), ("H31", 2019), ("大正15", 1926), ("㍻10", 1998)],
)
def test_both_names_of_a_year_are_read(text: str, year: int) -> None:
    assert normalise_year(text, latest=LATEST) == year


@given(
    st.one_of(
        st.integers(0, FIRST_YEAR - 1).map(str),
        st.integers(LATEST + 1, 99999).map(str),
        st.sampled_from(["昭和65", "H0", "R9", "元年", "西暦元年", "1998年4月", "-1", "H", ""]),
        st.text(max_size=9).filter(lambda text: not any(sign.isnumeric() for sign in text)),
    )
)
def test_anything_else_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match="1868年から2026年まで"):
        normalise_year(text, latest=LATEST)


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025", 2025), ("2025年度", 2025), ("令和7年度", 2025), ("R7", 2025), ("令和元年度", 2019)],
)
def test_fiscal_year_is_read_and_written(text: str, year: int) -> None:
    assert normalise_fiscal_year(text) == year
    assert normalise_fiscal_year(in_fiscal_year(year)) == year
