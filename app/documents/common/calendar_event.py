"""A calendar entry (RFC 5545) in Japan's time zone, as every calendar program reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from app import clock

PRODUCT = "-//Tottori//kodoku-platform//JA"
REFRESHED = timedelta(hours=6)


class Method(StrEnum):
    """What a file asks a calendar to do (RFC 5546). A download and a feed have none.

    REQUEST is not used: calendar programs answer it by mails of their own, which are no answer to a
    notice (規約第12条第4項).
    """

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class CalendarEntry:
    """One event. uid: the same for the same event; sequence: grows with each change of it.

    begins_at, ends_at: instants, or days of what has no time of day, the last one exclusive.
    """

    uid: str
    summary: str
    begins_at: datetime | date
    ends_at: datetime | date
    stamped_at: datetime
    sequence: int = 0
    place: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_private: bool = False


def ics(entry: CalendarEntry, method: Method | None = None) -> bytes:
    """Return the iCalendar file of one event."""
    file = _file()
    if method is not None:
        file.add("method", method.value)
    file.add_component(_event(entry))
    return _written(file)


def feed(name: str, entries: Sequence[CalendarEntry]) -> bytes:
    """Return a calendar to subscribe to (RFC 7986): programs ask for it again every six hours."""
    file = _file()
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", str(clock.TOKYO))
    file.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", REFRESHED)
    for entry in entries:
        file.add_component(_event(entry))
    return _written(file)


def host_of(base: str) -> str:
    """Return the host of a base address, which makes identifiers unique in the world."""
    return urlsplit(base).hostname or "localhost"


def _file() -> Any:
    # Loaded where it is used: its time zone tables would stay in every web process.
    from icalendar import Calendar  # noqa: PLC0415

    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    return file


def _event(entry: CalendarEntry) -> Any:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.summary)
    event.add("dtstart", _in_japan(entry.begins_at))
    event.add("dtend", _in_japan(entry.ends_at))
    event.add("dtstamp", entry.stamped_at)
    event.add("last-modified", entry.stamped_at)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name in ("location", "description", "url"):
        value = entry.place if name == "location" else getattr(entry, name)
        if value:
            event.add(name, value)
    if entry.is_private:
        event.add("class", "PRIVATE")
    return event


def _in_japan(value: datetime | date) -> datetime | date:
    return value.astimezone(clock.TOKYO) if isinstance(value, datetime) else value


def _written(file: Any) -> bytes:
    if file.get_missing_tzids():
        file.subcomponents.insert(0, _time_zone())
    return bytes(file.to_ical())


@lru_cache(maxsize=1)
def _time_zone() -> Any:
    """Return Japan's VTIMEZONE. Working it out takes longer than everything else of a letter."""
    from icalendar import Timezone  # noqa: PLC0415

    return Timezone.from_tzid(str(clock.TOKYO))
