"""What has to fire over the years, worked out without a line of the product.

Periods by dateutil, closed days by the Act on National Holidays and its tables of equinoxes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from dateutil.relativedelta import MO, relativedelta

DAY = timedelta(days=1)
JAPAN = timedelta(hours=9)
FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))
EQUINOXES = {
    2026: (20, 23),
    2027: (21, 23),
    2028: (20, 22),
    2029: (20, 23),
    2030: (20, 23),
    2031: (21, 23),
}
"""Year → day of the vernal equinox in March and of the autumnal one in September."""


@dataclass
class Member:
    """A member's life: contacts, a withdrawal (filed, effective), an expulsion."""

    name: str
    joined: date
    contacts: set[date] = field(default_factory=set)
    leaves: tuple[date, date] | None = None
    expelled: date | None = None


@dataclass(frozen=True)
class Hall:
    """A meeting: notified, and on which day it is held or its answers end."""

    title: str
    notified: date
    day: date
    is_written: bool


@dataclass(frozen=True)
class Reading:
    """The clock at a sweep. is_day: whether people worked before it. held: what cannot be undone waits."""

    at: datetime
    is_day: bool
    held: bool

    @property
    def today(self) -> date:
        return (self.at + JAPAN).date()


@dataclass(frozen=True)
class Plan:
    """What people do, and when the clock is read."""

    members: Sequence[Member]
    halls: Sequence[Hall]
    drafts: Sequence[date]
    readings: Sequence[Reading]


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the national holidays of a year (国民の祝日に関する法律第2条, 第3条)."""
    march, september = EQUINOXES[year]
    named = {date(year, month, day) for month, day in FIXED}
    named |= {date(year, month, 1) + relativedelta(weekday=MO(number)) for month, number in MONDAYS}
    named |= {date(year, 3, march), date(year, 9, september)}
    found = set(named)
    for day in named:
        if day.weekday() == 6:
            while day in named:
                day += DAY
            found.add(day)
    between = {day + DAY for day in named if day + 2 * DAY in named}
    return frozenset(found | between)


def is_closed(day: date) -> bool:
    """Whether offices are closed."""
    turn = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return turn or day.weekday() in (5, 6) or day in holidays(day.year)


def last_day(event: date, **length: int) -> date:
    """Return the last day of a period that an event starts (民法第140条, 第143条)."""
    first = event + DAY
    same = first + relativedelta(**length)
    return same - DAY if same.day == first.day else same


def japan(day: date, hour: int = 0) -> datetime:
    """Return the instant of an hour in Japan."""
    return datetime.combine(day, time(hour), UTC) - JAPAN


def held(instants: Iterable[datetime], released: Iterable[int]) -> list[bool]:
    """Return at which readings the irreversible waits. released: places before which a person releases."""
    found, is_open, seen = [], False, None
    for place, at in enumerate(instants):
        if place in set(released):
            is_open = False
        if seen is not None and abs(at - seen) > timedelta(hours=36):
            is_open = True
        found.append(is_open)
        seen = at
    return found


def expected(plan: Plan) -> dict[str, list[tuple[object, ...]]]:
    """Return what has to have happened: questions, ends, bars, reminders, answers, drafts kept."""
    return {
        "question": sorted(each for member in plan.members for each in _questions(member, plan)),
        "end": sorted(each for member in plan.members for each in _end(member, plan)),
        "readmission": sorted(each for member in plan.members for each in _bar(member, plan)),
        "reminder": sorted(each for hall in plan.halls for each in _reminders(hall, plan)),
        "answers": sorted(each for hall in plan.halls for each in _answers(hall, plan)),
        "drafts": [_drafts_left(plan)],
    }


def _gone(member: Member, plan: Plan) -> int | None:
    """Return the reading at which the membership ends, before or in whose sweep."""
    for place, reading in enumerate(plan.readings):
        if reading.is_day and member.expelled is not None and reading.today >= member.expelled:
            return place
        is_over = member.leaves is not None and reading.today >= member.leaves[1]
        if is_over and not reading.held and _has_filed(member, plan, place):
            return place
    return None


def _has_filed(member: Member, plan: Plan, place: int) -> bool:
    assert member.leaves is not None
    filed = member.leaves[0]
    return any(each.is_day and each.today >= filed for each in plan.readings[: place + 1])


def _questions(member: Member, plan: Plan) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    gone = _gone(member, plan)
    talks = member.contacts | ({member.leaves[0]} if member.leaves else set())
    last, asked = member.joined, member.joined
    for place, reading in enumerate(plan.readings):
        if gone is not None and place >= gone:
            break  # the withdrawal takes effect before questions are asked
        if reading.is_day and reading.today in talks:
            last = asked = reading.today
        if reading.held or reading.today < member.joined:
            continue
        due = [
            (day, months)
            for months in (9, 11, 12)
            if asked < (day := last_day(last, months=months)) <= reading.today
        ]
        if due:
            found.append((reading.at, member.name, f"{last.isoformat()}+{due[-1][1]}"))
            asked = reading.today
    return found


def _end(member: Member, plan: Plan) -> list[tuple[object, ...]]:
    gone = _gone(member, plan)
    if gone is None:
        return []
    by_expulsion = member.expelled is not None and plan.readings[gone].today >= member.expelled
    on = member.expelled if by_expulsion else member.leaves and member.leaves[1]
    return [(plan.readings[gone].at, member.name, on)]


def _bar(member: Member, plan: Plan) -> list[tuple[object, ...]]:
    ends = _end(member, plan)
    if member.expelled is None or not ends or ends[0][2] != member.expelled:
        return []
    first = japan(last_day(member.expelled, years=3) + DAY)
    fired = [each.at for each in plan.readings if each.at >= first and each.at >= ends[0][0]]
    later = plan.readings[[each.at for each in plan.readings].index(ends[0][0]) :]
    fired = [each.at for each in later if each.at >= first]
    return [(fired[0], member.name)] if fired else []


def _reminders(hall: Hall, plan: Plan) -> list[tuple[object, ...]]:
    moments = set()
    for ahead in (7, 2):
        day = hall.day - ahead * DAY
        while is_closed(day):
            day -= DAY
        moments.add(japan(day, 9))
    ends = japan(hall.day + DAY) if hall.is_written else japan(hall.day, 10)
    found = set()
    for moment in moments:
        fires = _first(plan, hall.notified, moment)
        if moment > japan(hall.notified, 10) and fires is not None and fires < ends:
            found.add((fires, hall.title))
    return sorted(found)


def _answers(hall: Hall, plan: Plan) -> list[tuple[object, ...]]:
    fires = _first(plan, hall.notified, japan(hall.day + DAY)) if hall.is_written else None
    return [] if fires is None else [(fires, hall.title)]


def _first(plan: Plan, since: date, moment: datetime) -> datetime | None:
    """Return the first reading from a day on that is not before a moment."""
    is_there = False
    for reading in plan.readings:
        is_there = is_there or (reading.is_day and reading.today >= since)
        if is_there and reading.at >= moment:
            return reading.at
    return None


def _drafts_left(plan: Plan) -> tuple[object, ...]:
    """Return how many drafts are left: deleted once more than 30 days old."""
    left = 0
    for day in plan.drafts:
        ends = japan(day, 10) + timedelta(days=30)
        left += not any(each.at > ends and not each.held for each in plan.readings)
    return (left,)
