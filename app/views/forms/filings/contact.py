"""An attempt to contact a member, as a form."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from app import clock
from app.rules.membership.membership import ContactMeans
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, LinesField, choices_of
from app.views.forms.common.validators import Filled
from app.views.forms.filings.receipt import LONGEST_REASON

REACHED, FAILED = "reached", "failed"


class AttemptForm(FlaskForm):  # type: ignore[misc]
    """Means, day and result."""

    means = ChoiceField(_l("Method"), [Filled()], choices=lambda: choices_of(ContactMeans, label))
    attempted_on = DayField(_l("Date"), [Filled()], default=clock.today)
    result = RadioField(
        _l("Result"),
        [Filled()],
        choices=[(REACHED, _l("Contact made")), (FAILED, _l("Could not be reached"))],
    )
    note = LinesField(_l("Note"), limit=LONGEST_REASON)

    def validate_attempted_on(self, field: Field) -> None:
        """Reject a day in the future."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Enter a day no later than today."))
