"""A calendar entry (RFC 5545) in Japan's time zone, as every calendar program reads it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app import clock

PRODUCT = "-//Tottori//kodoku-platform//JA"


class Method(StrEnum):
    """What a file asks a calendar to do (RFC 5546). A download and a feed have none.

    REQUEST is not used: calendar programs answer it by mails of their own, which are no answer to a
    notice (規約第12条第4項).
    """

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class CalendarEntry:
    """One event. uid: the same for the same event; sequence: grows with each change of it."""

    uid: str
    summary: str
    begins_at: datetime
    ends_at: datetime
    stamped_at: datetime
    sequence: int = 0
    place: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_private: bool = False


def ics(entry: CalendarEntry, method: Method | None = None) -> bytes:
    """Return the iCalendar file of one event."""
    # Loaded where it is used: its time zone tables would stay in every web process.
    from icalendar import Calendar, Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.begins_at.astimezone(clock.TOKYO))
    event.add("dtend", entry.ends_at.astimezone(clock.TOKYO))
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
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    if method is not None:
        file.add("method", method.value)
    file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())
