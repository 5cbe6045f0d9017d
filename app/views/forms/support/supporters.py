"""Forms of supporters: application, next stage, passing a person on."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import ValidationError

from app import clock
from app.rules.cases.access import Urgency
from app.rules.support.supporter import Agreement
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled
from app.views.forms.registers.entry import EntryForm

TICK = _l("Read the text and tick the box.")


class ApplyForm(EntryForm):
    """The public application: the fields of the register that applicants give, and consents."""

    pledge = BooleanField(_l("I pledge this."), [Filled(TICK)])
    privacy = BooleanField(_l("I agree to this use of personal information."), [Filled(TICK)])
    nickname = StringField(_l("Leave this empty"))
    """Honeypot: visible to programs only, which fill in every field."""

    def validate_nickname(self, field: Field) -> None:
        """Reject honeypot input with a message, in case a person filled it in."""
        if field.data:
            raise ValidationError(_("Leave this field empty. Clear it and submit again."))


class StageForm(FlaskForm):  # type: ignore[misc]
    """The day on which a supporter reached the next stage."""

    day = DayField(_l("Date"), [Filled()], default=clock.today)


class PassOnForm(FlaskForm):  # type: ignore[misc]
    """A person whom a supporter passes on. Its input is kept nowhere but in the case."""

    worry = LinesField(_l("What worries you"), [Filled()], limit=2000)
    name = LineField(_l("Name of the person"), limit=60)
    place = LineField(_l("Where the person lives or is"), limit=200)
    contact = LineField(_l("How to reach the person"), limit=200)
    agreement = ChoiceField(
        _l("Does the person agree?"), [Filled()], choices=lambda: choices_of(Agreement, label)
    )
    urgency = ChoiceField(
        _l("How urgent is it?"), [Filled()], choices=lambda: choices_of(Urgency, label)
    )
    reach_sender = LineField(_l("How the person in charge can reach you"), [Filled()], limit=200)

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate also that the person can be found: one of name, place and contact."""
        valid: bool = super().validate(extra_validators)
        if any(each.data or each.errors for each in (self.name, self.place, self.contact)):
            return valid
        self.name.errors = [_("Enter at least one of name, place and contact.")]
        return False
