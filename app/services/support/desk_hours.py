"""The hours of a desk, as they are now."""

from datetime import date
from functools import lru_cache

from app import clock
from app.models.support.desk import Desk
from app.rules.support import hours as rule
from app.rules.support.hours import Hours
from app.rules.support.hours_text import parse
from app.services.common import holidays

read = lru_cache(maxsize=4000)(parse)
"""Normal texts are read once: the directory has all of them in each answer."""


def of(desk: Desk) -> Hours:
    """Return a desk's hours."""
    return read(desk.hours)


def phrase(hours: Hours) -> str:
    """Say whether somebody is there now, as the rules do; "" where no hours are known."""
    return rule.phrase(hours, clock.local(clock.now()).replace(tzinfo=None), _holidays())


def is_open(hours: Hours) -> bool:
    """Whether somebody is there now."""
    return rule.is_open(hours, clock.local(clock.now()).replace(tzinfo=None), _holidays())


def _holidays() -> frozenset[date]:
    return holidays.around(clock.today())
