"""A calendar entry with the time only, revealing nothing of its subject (法第18条)."""

from datetime import datetime, timedelta

from app.documents.common.calendar_event import CalendarEntry
from app.documents.common.calendar_event import ics as file_of

LENGTH = timedelta(hours=1)


def ics(
    uid: str, begins_at: datetime, *, is_cancelled: bool, host: str, stamped_at: datetime
) -> bytes:
    """Return one event as an iCalendar file. uid: meaningless, and the same for the same event."""
    return file_of(
        CalendarEntry(
            uid=f"{uid}@{host}",
            summary="会議",
            begins_at=begins_at,
            ends_at=begins_at + LENGTH,
            stamped_at=stamped_at,
            sequence=int(is_cancelled),
            is_cancelled=is_cancelled,
            is_private=True,
        )
    )
