"""A calendar entry that says when, and nothing of what it is about (法第18条)."""

from datetime import UTC, datetime


def ics(
    uid: str, begins_at: datetime, *, is_cancelled: bool, host: str, stamped_at: datetime
) -> bytes:
    """One event as an iCalendar file. uid: tells nothing, and is the same for the same event."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tottori//kodoku-platform//JA",
        "BEGIN:VEVENT",
        f"UID:{uid}@{host}",
        f"DTSTAMP:{stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "SUMMARY:会議",
        "CLASS:PRIVATE",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
