"""A meeting as an iCalendar file (RFC 5545), for the calendars of those who come."""

from datetime import UTC, datetime

from app.models.meeting import Meeting
from app.rules.states import MeetingState

LINE = 75
"""Octets a line may have; what is longer goes on in the next, after a blank."""


def ics(meeting: Meeting, *, host: str, stamped_at: datetime) -> bytes:
    """One event, with place and online address. The end is not known and left out."""
    cancelled = meeting.state is MeetingState.CANCELLED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tottori//kodoku-platform//JA",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.id}@{_text(host)}",
        f"DTSTAMP:{_instant(stamped_at)}",
        f"DTSTART:{_instant(meeting.starts_at)}",
        f"SUMMARY:{_text(meeting.full_title)}",
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{_text(_description(meeting))}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _description(meeting: Meeting) -> str:
    said = (meeting.form.label, meeting.online_url, meeting.online_access, meeting.note)
    return "\n".join(line for line in said if line)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """What was typed, with the signs escaped that mean something in the format."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line cut into pieces of at most 75 octets, never within a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
