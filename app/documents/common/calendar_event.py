"""Envelope of an iCalendar file with one event (RFC 5545)."""

from datetime import UTC, datetime

LINE = 75
"""Maximum octets of a line; a longer one continues on the next line after a space."""


def event(
    uid: str,
    begins_at: datetime,
    *more: str,
    is_cancelled: bool,
    stamped_at: datetime,
    head: tuple[str, ...] = (),
) -> bytes:
    """Return the iCalendar file of one event.

    uid: the same for the same event. more: lines about the event. head: lines about the file.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tottori//kodoku-platform//JA",
        *head,
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_instant(stamped_at)}",
        f"DTSTART:{_instant(begins_at)}",
        *more,
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def text(typed: str) -> str:
    """Return the input with the special characters of the format escaped."""
    escaped = typed.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    """Return the line folded into pieces of at most 75 octets, never within a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
