"""A calendar entry with the time only, revealing nothing of its subject (法第18条)."""

from datetime import datetime

from app.documents.common.calendar_event import event


def ics(
    uid: str, begins_at: datetime, *, is_cancelled: bool, host: str, stamped_at: datetime
) -> bytes:
    """Return one event as an iCalendar file. uid: meaningless, and the same for the same event."""
    return event(
        f"{uid}@{host}",
        begins_at,
        "SUMMARY:会議",
        "CLASS:PRIVATE",
        is_cancelled=is_cancelled,
        stamped_at=stamped_at,
    )
