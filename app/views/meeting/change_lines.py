"""A proposed change of a meeting, field by field, for the officer who releases it."""

from datetime import date, datetime
from typing import Any

from app.models.common.approval import Approval
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import MeetingForm
from app.services.meeting import changes
from app.views.common.formats import appointment, day
from app.views.forms.meeting.meetings import ChangeForm

FIELDS = {"starts_at": "day", "ends_at": "until"}
"""Field of the plan → the form's field that bears its name, where they differ."""


def change_lines(meeting: Meeting, change: Approval | None) -> list[tuple[str, str, str]]:
    """Return the name of each changed field, its present value and the proposed one."""
    if change is None:
        return []
    form = ChangeForm(formdata=None)
    return [
        (
            str(form[FIELDS.get(field, field)].label.text),
            _words(getattr(meeting, field)),
            _words(value),
        )
        for field, value in changes.proposed(change).items()
    ]


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return appointment(value)
    if isinstance(value, date):
        return day(value)
    return value.label if isinstance(value, MeetingForm) else str(value or "—")
