"""A meeting as an iCalendar file, for the attendees' calendars."""

from datetime import datetime

from app.documents.common.calendar_event import event, text
from app.models.meeting.meeting import Meeting
from app.rules.states.meeting.meeting import MeetingState


def ics(meeting: Meeting, *, host: str, stamped_at: datetime) -> bytes:
    """Return one event, with place and online address. The end is unknown and left out."""
    return event(
        f"meeting-{meeting.id}@{text(host)}",
        meeting.starts_at,
        f"SUMMARY:{text(meeting.full_title)}",
        *([f"LOCATION:{text(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{text(_description(meeting))}",
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        stamped_at=stamped_at,
        head=("CALSCALE:GREGORIAN",),
    )


def _description(meeting: Meeting) -> str:
    said = (meeting.form.label, meeting.online_url, meeting.online_access, meeting.note)
    return "\n".join(line for line in said if line)
