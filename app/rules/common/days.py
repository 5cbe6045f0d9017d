"""Days as they stand in tables: of the Common Era or an era (元号), in digits, as Excel's serial."""

import re
import unicodedata
from datetime import date, timedelta

from app.rules.common.years import era_to_year

_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's count, as it is right from 1 March 1900."""
_SERIALS = range(10_000, 80_000)
"""1927 to 2119: other numbers of five digits are no days."""
_LONGEST = 40
_PARTS = re.compile(
    r"(?P<era>[^\d\s.]{0,2})\.?(?P<year>[0-9]{1,4}|元)(?:[-/.]|年)(?P<month>[0-9]{1,2})(?:[-/.]|月)"
    r"(?P<day>[0-9]{1,2})日?(?:\(.\))?(?:T?0?0:00(?::00)?)?"
)
_WRONG = "日付は 2026-04-01、令和8年4月1日、R8.4.1、20260401 のどれかの形で、実在する日を入れてください。"


def read_day(text: str) -> date:
    """Return the day for 2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日, R8.4.1, 20260401, 46113.

    Raises ValueError, in Japanese, for anything else and for a day that does not exist.
    """
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:_LONGEST])).upper()
    try:
        if re.fullmatch("[0-9]{8}", typed):
            return date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
        if re.fullmatch("[0-9]{5}", typed) and int(typed) in _SERIALS:
            return _SERIAL_ZERO + timedelta(days=int(typed))
        match = _PARTS.fullmatch(typed)
        if match is None:
            raise ValueError
        year = era_to_year(match["era"] or "西暦", match["year"])
        return date(year, int(match["month"]), int(match["day"]))
    except (ValueError, OverflowError) as error:
        raise ValueError(_WRONG) from error
