"""The only reader of the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def held() -> datetime | None:
    """The instant at which the clock is held, where it is."""
    return _frozen


def today() -> date:
    """Today's date in Japan, in which every period of the by-laws is counted."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The instant as a Japanese clock shows it."""
    return instant.astimezone(TOKYO)


def at_start_of(day: date) -> datetime:
    """The instant, in UTC, at which the day begins in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO).astimezone(UTC)


@contextmanager
def freeze(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant: for tests and for rehearsals of a deadline."""
    global _frozen
    before, _frozen = _frozen, instant.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
