"""Days on which administrative organs are closed (行政機関の休日に関する法律第1条第1項)."""

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

DAY = timedelta(days=1)
SATURDAY = 5
TURN_OF_THE_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def is_closed(day: date) -> bool:
    """Whether the day is a Saturday, Sunday, national holiday or from 29 December to 3 January."""
    at_turn = (day.month, day.day) in TURN_OF_THE_YEAR
    return day.weekday() >= SATURDAY or at_turn or bool(jpholiday.is_holiday(day))


@lru_cache(maxsize=4)
def around(day: date) -> frozenset[date]:
    """Return the national holidays (祝日) from a week before a day until 410 days after it."""
    first, last = day - 7 * DAY, day + 410 * DAY
    return frozenset(found for found, _name in jpholiday.between(first, last))


def next_open(day: date) -> date:
    """Return the day, or the next one on which administrative organs are open."""
    while is_closed(day):
        day += DAY
    return day


def last_open(day: date) -> date:
    """Return the day, or the last one before it on which administrative organs are open."""
    while is_closed(day):
        day -= DAY
    return day


def open_day_after(day: date, number: int) -> date:
    """Return the business day that is `number` business days after the day."""
    while number > 0:
        day += DAY
        number -= not is_closed(day)
    return day
