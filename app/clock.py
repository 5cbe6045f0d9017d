"""The only module that reads the system clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_frozen: datetime | None = None
_imagined: ContextVar[datetime | None] = ContextVar("imagined", default=None)


def now() -> datetime:
    """Return the current time, timezone-aware, in UTC."""
    return frozen_at() or datetime.now(UTC)


def frozen_at() -> datetime | None:
    """Return the time at which the clock is frozen or imagined to be, or None."""
    return _imagined.get() or _frozen


def running() -> timedelta:
    """Return the time since some fixed moment, which no setting of the clock changes."""
    return timedelta(seconds=time.monotonic())


def today() -> date:
    """Return today's date in Japan, by which every period of the by-laws is counted."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """Return the instant in Japanese local time."""
    return instant.astimezone(TOKYO)


def at_start_of(day: date) -> datetime:
    """Return the UTC instant at which the day begins in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO).astimezone(UTC)


@contextmanager
def freeze(instant: datetime) -> Iterator[None]:
    """Freeze the clock at an aware datetime, for tests and for rehearsals of a deadline."""
    global _frozen
    before, _frozen = _frozen, instant.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


@contextmanager
def imagine(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an aware datetime for the caller alone: other threads go on."""
    token = _imagined.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _imagined.reset(token)
