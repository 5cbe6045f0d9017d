"""Forms of events: registering, changing it, walk-ins, reasons, the questionnaire."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.models.events.event import Event
from app.rules.events.event import Need, name_fault
from app.rules.events.questionnaire import Connected, Overall, Useful
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    LineField,
    LinesField,
    MailField,
    choices_of,
)
from app.views.forms.common.validators import Filled


class RegistrationForm(EditForm):
    """Four fields at most; `registration_form` leaves out what the event does not have."""

    name = LineField(_l("Your name"), [Filled()], limit=60)
    email = MailField(_l("Mail address"), [Filled()], limit=254)
    body = LineField(_l("Organisation"), limit=100)
    wish = ChoiceField(_l("Group"), [], default="")
    needs = ChoicesField(_l("Help that you need"))
    nickname = StringField(_l("Leave this empty"))
    """Honeypot: visible to programs only, which fill in every field."""

    def validate_name(self, field: Field) -> None:
        """Reject a name with an address in it: a letter goes to whoever's address was typed."""
        if fault := name_fault(field.data or ""):
            raise ValidationError(fault)

    def validate_nickname(self, field: Field) -> None:
        """Reject honeypot input with a message, in case a person filled it in."""
        if field.data:
            raise ValidationError(_("Leave this field empty. Clear it and submit again."))

    def values(self) -> dict[str, Any]:
        """Return what was entered; nothing for what the event does not ask."""
        found = {key: self[key].data if key in self else "" for key in ("name", "email", "body")}
        found["wish"] = self.wish.data or "" if "wish" in self else ""
        found["needs"] = self.needs.data or [] if "needs" in self else []
        return found


class _ByDesk(RegistrationForm):
    """The secretariat or organiser registers somebody who called: without a mail address, too."""

    email = MailField(_l("Mail address"), limit=254)


def registration_form(
    event: Event, *, is_new: bool = True, by_desk: bool = False
) -> type[RegistrationForm]:
    """Return the form for an event. by_desk: filled in for somebody who called."""
    groups, offered = list(event.limits), [Need(each) for each in event.needs]
    made: dict[str, Any] = {}
    if groups:
        made["wish"] = ChoiceField(
            _l("Group"), choices=[("", _l("any")), *((each, each) for each in groups)], default=""
        )
    else:
        made["wish"] = None
    if offered:
        made["needs"] = ChoicesField(
            _l("Help that you need"), choices=lambda: choices_of(offered, label)
        )
    else:
        made["needs"] = None
    if not is_new:
        made["email"] = made["nickname"] = None
    return type("EventRegistrationForm", (_ByDesk if by_desk else RegistrationForm,), made)


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Who stands at the door: a code read from an image, or a name typed."""

    code = LineField(_l("Name, or number of the QR code"), limit=300)


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody who comes unannounced."""

    name = LineField(_l("Name of the person"), [Filled()], limit=60)
    body = LineField(_l("Organisation"), limit=100)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something does not take place."""

    reason = LineField(_l("Reason"), [Filled()], limit=300)


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The questionnaire after an event."""

    overall = ChoiceField(
        _l("How was the event?"), [Filled()], choices=lambda: choices_of(Overall, label)
    )
    connected = ChoiceField(
        _l("Did you make new contacts?"), [Filled()], choices=lambda: choices_of(Connected, label)
    )
    useful = ChoiceField(
        _l("Is it useful for what you do?"), [Filled()], choices=lambda: choices_of(Useful, label)
    )
    text = LinesField(_l("What you liked, what could be better"), limit=1000)

    def values(self) -> dict[str, Any]:
        """Return the answers as they are stored."""
        return {
            "overall": Overall(self.overall.data),
            "connected": Connected(self.connected.data),
            "useful": Useful(self.useful.data),
            "text": self.text.data or "",
        }


class QuestionAnswerForm(EditForm):
    """The administration's answer to a question."""

    answer = LinesField(_l("Answer"), [Filled()], limit=4000)
    section = LineField(_l("Answered by"), [Filled()], limit=100)
