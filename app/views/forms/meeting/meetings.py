"""Forms for a meeting as a whole, for the secretariat."""

import re
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, TimeField
from wtforms.validators import NumberRange, Optional, ValidationError

from app import clock
from app.models.meeting.meeting import Meeting, MeetingTemplate
from app.rules.common.identifiers import MAX_EMAIL
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.services.meeting.received import Received
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinesField,
    MailField,
    WebField,
    choices_of,
)
from app.views.forms.common.validators import Filled

LONG = 4000
NUMBER = re.compile(r"\s*第\s*[0-9０-９〇一二三四五六七八九十百]+\s*回")
BY_HAND = (AnswerWay.PAPER, AnswerWay.FAX, AnswerWay.EMAIL, AnswerWay.TELEPHONE)
"""Ways of receipt of an attendance answer that the secretariat enters."""
IN_WRITING = tuple(way for way in BY_HAND if way.is_written)
"""Of a proxy or a statement (規約第12条第3項–第5項)."""


def unnumbered(form: FlaskForm, field: Field) -> None:
    """Reject 第8回 before the name: a meeting that is held has its number before it anyway."""
    if form.form.data != MeetingForm.WRITTEN.value and NUMBER.match(field.data or ""):
        raise ValidationError(_("Leave out the number; it is added before the name."))


def title_field() -> LineField:
    """Return the field of a meeting's name."""
    return LineField(
        _l("Name of the meeting"),
        [Filled(), unnumbered],
        limit=200,
        description=_l("Without its number (第8回), which is added."),
    )


class PlanForm(EditForm):
    """Time, place and form of a meeting."""

    title = title_field()
    form = ChoiceField(
        _l("Meeting format"), [Filled()], choices=lambda: choices_of(MeetingForm, label)
    )
    day = DayField(
        _l("Date"),
        [Filled()],
        description=_l("For a written resolution, the answer deadline."),
    )
    at = TimeField(
        _l("Time of day"),
        [Filled()],
        description=_l("A written resolution ends at the end of its day, whatever the time."),
    )
    until = TimeField(
        _l("Expected end"), [Optional()], description=_l("For the members' calendars.")
    )
    answers_by = DayField(
        _l("Answers are asked for by"),
        [Optional()],
        description=_l("If empty, three days before the meeting. Not for a written resolution."),
    )
    place = LineField(
        _l("Venue"),
        limit=200,
        description=_l("Not required if the meeting is online only or in writing."),
    )
    online_url = WebField(_l("Online meeting URL"), limit=500)
    online_access = LineField(
        _l("Meeting number and pass code"),
        limit=200,
        description=_l("Shown in the notice."),
    )
    lead_days = CountField(
        _l("Days between notice and meeting"),
        [Filled(), NumberRange(0, 365)],
        description=_l("A warning is shown if the notice would be sent later than this."),
    )
    note = LinesField(
        _l("Note added to the notice"),
        limit=LONG,
        description=_l("For example, parking or items to bring."),
    )

    def values(self) -> dict[str, Any]:
        """Return the values by PLANNABLE of the service for meetings."""
        values = {
            name: self[name].data or ""
            for name in ("title", "place", "online_url", "online_access", "note")
        }
        return values | self.times() | {"lead_days": self.lead_days.data}

    def times(self) -> dict[str, Any]:
        """Return how and when it takes place, and by when it is answered."""
        until = self.until.data
        return {
            "form": MeetingForm(self.form.data),
            "starts_at": datetime.combine(self.day.data, self.at.data, tzinfo=clock.TOKYO),
            "ends_at": until and datetime.combine(self.day.data, until, tzinfo=clock.TOKYO),
            "answers_by": self.answers_by.data,
        }


def planned(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as data of PlanForm."""
    begins = clock.local(meeting.starts_at)
    texts = ("title", "place", "online_url", "online_access", "lead_days", "note")
    return {name: getattr(meeting, name) for name in texts} | {
        "form": meeting.form.value,
        "day": begins.date(),
        "at": begins.time(),
        "until": meeting.ends_at and clock.local(meeting.ends_at).time(),
        "answers_by": meeting.answers_by,
    }


def from_template(template: MeetingTemplate | None) -> dict[str, Any]:
    """Return the initial data of a meeting planned from a template."""
    if template is None:
        return {"lead_days": 14, "form": MeetingForm.BOTH.value}
    return {
        "title": template.name,
        "form": template.form.value,
        "at": template.starts_at,
        "place": template.place,
        "lead_days": template.lead_days,
    }


class OpenForm(FlaskForm):  # type: ignore[misc]
    """The reason for opening the meeting on another day than planned."""

    reason = LineField(
        _l("Reason for another day"),
        [Filled()],
        limit=300,
        description=_l("It is recorded, and stated in the minutes."),
    )


class ChangeForm(PlanForm):
    """Another day, time, place or way after the notice."""

    title = lead_days = note = None
    form = ChoiceField(_l("Meeting format"), [Filled()], choices=lambda: gatherings())
    day = DayField(_l("Date"), [Filled()])
    at = TimeField(_l("Time of day"), [Filled()])
    place = LineField(
        _l("Venue"), limit=200, description=_l("Not required if the meeting is online only.")
    )
    answers_by = DayField(
        _l("Answers are asked for by"),
        [Optional()],
        description=_l("If empty, three days before the meeting."),
    )
    reason = LinesField(
        _l("Reason for the change"),
        [Filled()],
        limit=1000,
        description=_l("Given in the letter to the members."),
    )

    def values(self) -> dict[str, Any]:
        """Return the values by CHANGEABLE of the service for changes."""
        return self.times() | {
            name: self[name].data or "" for name in ("place", "online_url", "online_access")
        }


def gatherings() -> list[tuple[str, str]]:
    """Return the choices of a meeting's format without the written resolution."""
    return choices_of([form for form in MeetingForm if form is not MeetingForm.WRITTEN], label)


class CancelForm(FlaskForm):  # type: ignore[misc]
    """The reason for cancelling the meeting."""

    reason = LinesField(
        _l("Reason for cancellation"),
        [Filled()],
        limit=2000,
        description=_l("This text is sent to the members that received the notice."),
    )


class ContinueForm(FlaskForm):  # type: ignore[misc]
    """The deadline for answers in writing."""

    day = DayField(
        _l("Answer deadline"),
        [Filled()],
        description=_l("Answers count until the end of this day."),
    )

    @property
    def until(self) -> datetime:
        """The deadline, as a moment of its day."""
        return datetime.combine(self.day.data, time.max, tzinfo=clock.TOKYO)


class ObserverForm(FlaskForm):  # type: ignore[misc]
    """A person invited to attend without a vote."""

    name = LineField(_l("Name"), [Filled()], limit=200)
    email = MailField(
        _l("E-mail address"),
        limit=MAX_EMAIL,
        description=_l("The invitation is sent to this address with the meeting notice."),
    )
    reason = LineField(_l("Reason for inviting"), limit=300)


class WayForm(FlaskForm):  # type: ignore[misc]
    """Way of receipt of an answer entered on behalf of a member."""

    way = ChoiceField(
        _l("Method of receipt"), [Filled()], choices=lambda: choices_of(BY_HAND, label)
    )


class WrittenWayForm(WayForm):
    """Way and day of receipt of a proxy or a statement, and its copy."""

    way = ChoiceField(
        _l("Method of receipt"),
        [Filled()],
        choices=lambda: choices_of(IN_WRITING, label),
        description=_l("Not by telephone: the by-laws ask for writing."),
    )
    arrived_on = DayField(
        _l("Date of arrival"),
        [Filled()],
        default=clock.today,
        description=_l("The day stamped on it. It counts from this day, whenever it is entered."),
    )
    scan = FileField(
        _l("Copy of the document"), description=_l("PDF, PNG, JPEG or text, up to 10 MB.")
    )
    no_scan_reason = LineField(
        _l("Reason there is no copy"), limit=300, description=_l("Required without a copy.")
    )

    def validate_arrived_on(self, field: Field) -> None:
        """Reject a day in the future."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Enter a day no later than today."))

    def validate_no_scan_reason(self, field: Field) -> None:
        """Require a copy or the reason why there is none."""
        sent = self.scan.data
        if not (sent and sent.filename) and not (field.data or "").strip():
            raise ValidationError(_("Attach a copy, or enter the reason there is none."))

    def received(self) -> Received:
        """Return the answer as received."""
        sent = self.scan.data
        has_copy = bool(sent and sent.filename)
        return Received(
            way=AnswerWay(self.way.data),
            arrived_on=self.arrived_on.data,
            name=sent.filename if has_copy else "",
            copy=sent.read() if has_copy else None,
            no_copy_reason=self.no_scan_reason.data or "",
        )
