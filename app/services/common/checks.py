"""What can go wrong in operation: the checks that each wing declares in its health.py.

A check names a fact and judges it. What is in the database is read in one query for all checks, so
that every page of the office can say what is wrong; services/front/findings joins them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import clock
from app.models.common.timer import Heartbeat

LATE = timedelta(minutes=3)
"""Time since its last run after which a sweep that runs every minute counts as stopped."""


class Question(StrEnum):
    """What the office asks; each check helps to answer one."""

    MAIL = "mail"
    TIMERS = "timers"
    INBOX = "inbox"
    BACKUP = "backup"
    SYSTEM = "system"


class Level(IntEnum):
    """How good it is, from good to bad."""

    FINE = 0
    NEVER = 1
    """Not set up, or not run yet."""
    WATCH = 2
    BAD = 3
    """Shown on every page of those who keep the system."""


@dataclass(frozen=True)
class Surroundings:
    """What checks know beside the database: the instance folder, whether a mailbox is read, and the
    keys that sign letters, as set.
    """

    folder: Path
    reads_mail: bool
    dkim_keys: str = ""


def always(_where: Surroundings) -> bool:
    """Apply everywhere."""
    return True


@dataclass(frozen=True)
class Check:
    """One fact and what it means."""

    name: str
    question: Question
    fact: Callable[[Surroundings], Any]
    """An SQL expression, or a value read from the machine: a moment, a number, or None."""
    judge: Callable[[Any], Level]
    applies: Callable[[Surroundings], bool] = always
    is_sweep: bool = False
    """Whether it is a sweep that runs every minute."""


def sweep(name: str, question: Question, applies: Callable[[Surroundings], bool] = always) -> Check:
    """Return the check of a sweep that runs every minute, by its heartbeat."""
    judge = by_age(bad=LATE, never=Level.BAD)
    return Check(name, question, _heartbeat(name), judge, applies, is_sweep=True)


def regular(name: str, question: Question, *, watch: timedelta, bad: timedelta) -> Check:
    """Return the check of something rarer, or not set up everywhere, by its heartbeat."""
    return Check(name, question, _heartbeat(name), by_age(watch=watch, bad=bad, never=Level.NEVER))


def by_age(
    *, watch: timedelta | None = None, bad: timedelta, never: Level = Level.FINE
) -> Callable[[datetime | None], Level]:
    """Return a judge of moments; never: the level where there is none."""

    def judge(at: datetime | None) -> Level:
        if at is None:
            return never
        age = clock.now() - at
        if age > bad:
            return Level.BAD
        return Level.WATCH if watch is not None and age > watch else Level.FINE

    return judge


def any_is(level: Level) -> Callable[[int], Level]:
    """Return a judge of numbers that should be 0."""
    return lambda number: level if number else Level.FINE


def more_than(usual: int, level: Level) -> Callable[[int], Level]:
    """Return a judge of numbers that are usually small."""
    return lambda number: level if number > usual else Level.FINE


def at_least(*, watch: int, bad: int) -> Callable[[int], Level]:
    """Return a judge of numbers that should be large."""
    return lambda number: (
        Level.BAD if number < bad else Level.WATCH if number < watch else Level.FINE
    )


def _heartbeat(name: str) -> Callable[[Surroundings], Any]:
    return lambda _where: select(Heartbeat.beat_at).where(Heartbeat.name == name).scalar_subquery()
