"""The period in which a decision on disclosure can be contested (行政不服審査法第18条第1項)."""

from datetime import date, timedelta

from app.rules.common.periods import period_end

MONTHS = 3
SOURCE = "行政不服審査法第18条第1項"
_LONGEST = timedelta(days=31 * MONTHS + 1)


def may_be_contested(told_on: date | None, today: date) -> bool:
    """Whether a decision can still be contested: not told yet, or within three months after it was."""
    return told_on is None or period_end(told_on, months=MONTHS) >= today


def last_uncontested(today: date) -> date:
    """Return the latest day of telling for which the period is over today."""
    days = (today - _LONGEST + timedelta(days=each) for each in range(_LONGEST.days))
    return max(day for day in days if not may_be_contested(day, today))
