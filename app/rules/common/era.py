"""Dates in Japanese eras (元号) and fiscal years (年度)."""

from datetime import date

ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
_FIRST_MONTH = 4
_WEEKDAYS = "月火水木金土日"


def era_year(day: date) -> str:
    """Return the year in its era: 令和6年, 令和元年. Raises ValueError before 明治."""
    name, number = _era_and_year(day)
    return f"{name}{'元' if number == 1 else number}年"


def era_letter(year: int) -> str:
    """Return the fiscal year that began in this Gregorian year as R6, as numbers of papers have it."""
    name, number = _era_and_year(date(year, 12, 31))
    return f"{_LETTERS[name]}{number}"


def era_date(day: date) -> str:
    """Format as 令和6年4月1日. Month and day are Gregorian, also before 1873."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def in_era(day: date) -> str:
    """Format an entered day like `era_date`; a mistyped year before 明治 gives the ISO date."""
    try:
        return era_date(day)
    except ValueError:
        return day.isoformat()


def era_month(day: date) -> str:
    """Format as 令和6年4月."""
    return f"{era_year(day)}{day.month}月"


def edition(version: str) -> str:
    """Format a text's version, a day or a month: 2026-11-23 as 令和8年11月23日版."""
    try:
        if len(version) == len("2026-11"):
            return f"{era_month(date.fromisoformat(f'{version}-01'))}版"
        return f"{era_date(date.fromisoformat(version))}版"
    except ValueError:
        return f"{version}版"


def weekday(day: date) -> str:
    """Format as （月）."""
    return f"（{_WEEKDAYS[day.weekday()]}）"


def fiscal_year(day: date) -> int:
    """Return the Gregorian year in which the fiscal year of `day` began, on 1 April."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def fiscal_year_name(day: date) -> str:
    """Format as 令和6年度. A year with a change of era takes that of its December: 令和元年度."""
    return in_fiscal_year(fiscal_year(day))


def in_fiscal_year(year: int) -> str:
    """Format the fiscal year that began in this Gregorian year: 令和6年度."""
    return f"{era_year(date(year, 12, 31))}度"


def _era_and_year(day: date) -> tuple[str, int]:
    for begins, name in ERAS:
        if day >= begins:
            return name, day.year - begins.year + 1
    raise ValueError("明治より前の日付は元号で表せません。")
