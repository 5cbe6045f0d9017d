"""How long an entry of a register counts as confirmed (登録の内容の確認).

Its keeper is asked when the months of the register are over, again 14 days later, and after that
the page says since when nobody has confirmed it.
"""

from calendar import monthrange
from datetime import date, timedelta

from app.rules.common.periods import period_end

AGAIN_AFTER = timedelta(days=14)
"""From the first letter to the second."""
LINK_WITHIN = timedelta(days=60)
"""Validity of the link in a letter."""


def last_fresh(since: date, months: int) -> date:
    """Return the last day on which something confirmed on a day counts as confirmed."""
    return period_end(since, months=months)


def confirmed_by(today: date, months: int) -> date:
    """Return the latest day of a confirmation that no longer counts after today."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))


def is_stale(since: date, months: int, today: date) -> bool:
    """Whether both letters have been of no use: the page says so."""
    return today > last_fresh(since, months) + AGAIN_AFTER
