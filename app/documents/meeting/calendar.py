"""A meeting as a calendar entry, for the attendees' calendars."""

from datetime import datetime, timedelta

from app.documents.common.calendar_event import CalendarEntry, Method
from app.documents.common.calendar_event import ics as file_of
from app.models.meeting.meeting import Meeting
from app.rules.states.meeting.meeting import MeetingState

USUAL_LENGTH = timedelta(hours=2)
"""Length of a meeting whose plan names no end."""


def ics(
    meeting: Meeting,
    *,
    host: str,
    stamped_at: datetime,
    url: str = "",
    method: Method | None = None,
) -> bytes:
    """Return the file of one event. url: where the meeting's page is."""
    return file_of(
        CalendarEntry(
            uid=f"meeting-{meeting.id}@{host}",
            summary=meeting.full_title,
            begins_at=meeting.starts_at,
            ends_at=meeting.ends_at or meeting.starts_at + USUAL_LENGTH,
            stamped_at=stamped_at,
            sequence=meeting.revision,
            place=meeting.place,
            description=_description(meeting),
            url=url,
            is_cancelled=meeting.state is MeetingState.CANCELLED,
        ),
        method,
    )


def _description(meeting: Meeting) -> str:
    said = (meeting.form.label, meeting.online_url, meeting.online_access, meeting.note)
    return "\n".join(line for line in said if line)
