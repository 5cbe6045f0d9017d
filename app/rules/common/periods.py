"""Periods of time as the Civil Code counts them (民法第140条, 第143条). All dates are Japan's."""

from calendar import monthrange
from datetime import date, timedelta

_DAY = timedelta(days=1)


def period_end(event_on: date, *, years: int = 0, months: int = 0) -> date:
    """Return the last day of a period in years and months started by an event on `event_on`.

    The day of the event does not count (民法第140条). The period ends with the day before the
    one that corresponds to its first day; if the last month has no such day, with that month's
    last day (民法第143条第2項). Raises ValueError for negative lengths and for an end after the
    year 9999.
    """
    if years < 0 or months < 0:
        raise ValueError("期間の年数と月数は0以上で指定してください。")
    first = event_on + _DAY
    month_index = first.year * 12 + (first.month - 1) + years * 12 + months
    year, month = divmod(month_index, 12)
    month += 1
    if first.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, first.day) - _DAY
