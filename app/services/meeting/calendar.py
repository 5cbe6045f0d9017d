"""What this wing adds to the calendar: platform meetings whose notice was sent, for executives."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from app import clock
from app.documents.meeting.calendar import USUAL_LENGTH
from app.extensions import db
from app.models.meeting.meeting import Meeting
from app.rules.common.audience import Audience
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.meeting.meeting import MeetingState
from app.services.common.calendar_items import CalendarItem


def items(first: date, last: date) -> Iterator[CalendarItem]:
    """Yield the meetings between two days; a written resolution is none."""
    begin, end = clock.at_start_of(first), clock.at_start_of(last + timedelta(days=1))
    found = db.session.scalars(
        select(Meeting).where(
            Meeting.starts_at >= begin,
            Meeting.starts_at < end,
            Meeting.notified_at.is_not(None),
            Meeting.form != MeetingForm.WRITTEN,
        )
    )
    for meeting in found:
        yield CalendarItem(
            uid=f"meeting-{meeting.id}",
            title=meeting.full_title,
            begins=meeting.starts_at,
            ends=meeting.ends_at or meeting.starts_at + USUAL_LENGTH,
            changed_at=meeting.notified_at or meeting.planned_at,
            audience=Audience.EXECUTIVE,
            place=meeting.place or meeting.form.label,
            path=f"/meetings/{meeting.id}",
            sequence=meeting.revision,
            is_cancelled=meeting.state is MeetingState.CANCELLED,
        )
