"""Years as entered: of the Common Era or of a Japanese era (元号)."""

import re
import unicodedata
from itertools import pairwise

from app.rules.common.era import ERAS

FIRST_YEAR = ERAS[-1][0].year
"""明治元年: earlier years have no era of today's counting."""
_LETTERS = dict(zip("RHSTM", (name for _begins, name in ERAS), strict=True))
_BEGINS = {name: begins.year for begins, name in ERAS}
_ENDS = {name: later.year for (later, _name), (_begins, name) in pairwise(ERAS)}
"""The last year of each past era: 昭和64年 is also 平成元年."""
_YEAR = re.compile(rf"(?P<era>西暦|{'|'.join(_BEGINS)}|[RHSTM])?\.?(?P<number>[0-9]{{1,4}}|元)年?")
_LONGEST = 40
LAST_FISCAL_YEAR = 2999


def normalise_year(text: str, *, latest: int) -> int:
    """Return 1998 for 1998, 平成10年, H10 or 平成１０. latest: the last year allowed.

    Raises ValueError, in Japanese, for anything else and for a year out of range.
    """
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:_LONGEST])).upper()
    match = _YEAR.fullmatch(narrow)
    year = era_to_year(match["era"] or "西暦", match["number"]) if match else 0
    if not FIRST_YEAR <= year <= latest:
        raise ValueError(
            f"{FIRST_YEAR}年から{latest}年までの年を、1998 か 平成10年 のように入力してください。"
        )
    return year


def normalise_fiscal_year(text: str) -> int:
    """Return 2025 for 2025, 令和7年度, R7 (年度). Raises ValueError, in Japanese."""
    return normalise_year(text.strip().removesuffix("度"), latest=LAST_FISCAL_YEAR)


def era_to_year(era: str, number: str) -> int:
    """Return the year of the Common Era; 0 for one that the era does not have.

    era: 西暦, 令和 or R, …; another word has no years. number: digits, or 元.
    """
    if era == "西暦":
        return int(number) if number != "元" else 0
    name = _LETTERS.get(era, era)
    if name not in _BEGINS:
        return 0
    count = 1 if number == "元" else int(number)
    year = _BEGINS[name] + count - 1
    return year if count > 0 and year <= _ENDS.get(name, year) else 0
