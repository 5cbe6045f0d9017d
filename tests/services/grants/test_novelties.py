"""A call for grants is new on the day on which it opens, once."""

from datetime import date, timedelta
from typing import Any

from app import clock
from app.services.grants.novelties import new
from tests.support import grants

ENTERED, OPENS, CLOSES = date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, 30)
WEEK = timedelta(days=7)


def told(day: date) -> list[str]:
    """Return what a digest on the day tells of the week before."""
    until = clock.at_start_of(day)
    return [each.title for each in new(until - WEEK, until)]


def test_call_is_told_once_when_it_opens(session: Any, at: Any) -> None:
    at(ENTERED)
    grants.call(name="交流補助金", opens_on=OPENS, closes_on=CLOSES)
    assert told(date(2026, 6, 5)) == []
    assert told(date(2026, 6, 12)) == ["［募集］交流補助金"]
    assert told(date(2026, 6, 19)) == []


def test_call_entered_late_is_told_while_it_is_open(session: Any, at: Any) -> None:
    at(date(2026, 6, 20))
    grants.call(name="交流補助金", opens_on=OPENS, closes_on=CLOSES)
    retired = grants.call(name="取りやめた補助金", opens_on=OPENS, closes_on=CLOSES)
    retired.retired_on = clock.today()
    session.flush()
    assert told(date(2026, 6, 22)) == ["［募集］交流補助金"]
    assert told(date(2026, 7, 1)) == [], "it is over"
