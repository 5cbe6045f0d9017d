"""What the forms of a filing have in common: what they say to the service, and the receipt."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from app import clock
from app.rules.membership.membership import ON_BEHALF, ReceivedBy
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, choices_of
from app.views.forms.common.validators import Filled

LONGEST_REASON = 1000
"""Characters of a reason, a note, a message."""


class FilingForm(FlaskForm):  # type: ignore[misc]
    """A form that a service files."""

    def filing(self) -> dict[str, Any]:
        """Return what the service is given by name."""
        return {}


def received_by() -> list[tuple[str, str]]:
    """Return the ways of receipt of a paper that the secretariat enters."""
    return choices_of(ON_BEHALF, label)


class OnBehalf:
    """Way and day of receipt of a paper that the secretariat enters (代行入力)."""

    received_by = ChoiceField(_l("Method of receipt"), [Filled()], choices=received_by)
    received_on = DayField(_l("Date of receipt"), [Filled()], default=clock.today)

    def validate_received_on(self, field: Field) -> None:
        """Reject a day in the future."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Enter a day no later than today."))

    def filing(self) -> dict[str, Any]:
        """Return what the form beneath says, with the receipt."""
        beneath: Any = super()
        return dict(
            beneath.filing(),
            received_by=ReceivedBy(self.received_by.data),
            received_on=self.received_on.data,
        )
