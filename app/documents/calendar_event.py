"""The envelope of one event in an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

LINE = 75
"""Octets a line may have; what is longer goes on in the next, after a blank."""


def event(
    uid: str,
    begins_at: datetime,
    *more: str,
    is_cancelled: bool,
    stamped_at: datetime,
    head: tuple[str, ...] = (),
) -> bytes:
    """uid: the same for the same event. more: lines that say what it is; head: lines about the file."""
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
    """What was typed, with the signs escaped that mean something in the format."""
    escaped = typed.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    """The line cut into pieces of at most 75 octets, never within a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
