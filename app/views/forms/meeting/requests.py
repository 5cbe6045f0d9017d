"""Request of an executive member for a meeting (規約第10条第1項)."""

from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TimeField

from app import clock
from app.rules.meeting.agenda import MeetingForm
from app.views.common.labels import label
from app.views.forms.common.fields import DayField, LineField, LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.meeting.meetings import title_field


class MeetingRequestForm(FlaskForm):  # type: ignore[misc]
    """The purpose of the meeting, and its desired time and form."""

    title = title_field()
    reason = LinesField(
        _l("Reason for the meeting"),
        [Filled()],
        limit=2000,
        description=_l("Describe the matter to be discussed or decided. The secretariat reads it."),
    )
    form = RadioField(_l("Meeting format"), [Filled()], default=MeetingForm.BOTH.value)
    day = DayField(_l("Preferred day"), [Filled()])
    begins = TimeField(_l("Preferred start time"), [Filled()], default=time(13, 30))
    place = LineField(
        _l("Preferred venue"),
        limit=200,
        description=_l("If left empty, the secretariat arranges one."),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.form.choices = [(form.value, label(form)) for form in MeetingForm]

    def wishes(self) -> dict[str, Any]:
        """Return the request's details as the service for meetings expects them."""
        return {
            "title": self.title.data,
            "form": MeetingForm(self.form.data),
            "starts_at": datetime.combine(self.day.data, self.begins.data, clock.TOKYO),
            "place": self.place.data or "",
        }


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """The reason for taking the request back."""

    reason = LinesField(_l("Reason for withdrawing the request"), [Filled()], limit=500)
