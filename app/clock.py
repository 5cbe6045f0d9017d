"""The only module that reads the system clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_frozen: datetime | None = None


def now() -> datetime:
    """Return the current time, timezone-aware, in UTC."""
    return _frozen or datetime.now(UTC)


def frozen_at() -> datetime | None:
    """Return the time at which the clock is frozen, or None."""
    return _frozen


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
