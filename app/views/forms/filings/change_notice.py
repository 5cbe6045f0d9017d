"""The change notice (変更届, 別紙2) as a form, and the decision on it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from app import clock
from app.models.filings.change_notice import ChangeNotice
from app.models.membership.organisation import Organisation
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import DayField, LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.filings.receipt import LONGEST_REASON, FilingForm, OnBehalf
from app.views.forms.membership.profile import REQUIRED, ProfileForm


def needed(organisation: Organisation) -> frozenset[str]:
    """Return the required fields: those an application needs that the entry already has."""
    return frozenset({"name", "kind"} | {f for f in REQUIRED if getattr(organisation, f)})


class ChangeForm(ProfileForm, FilingForm):
    """A copy of the entry to edit, and the day of the change."""

    changed_on = DayField(_l("Date of the change"), [Filled()], default=clock.today)

    def validate_changed_on(self, field: Field) -> None:
        """Reject a day in the future: a change is filed once it has happened."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(
                _(
                    "Enter a day no later than today. Report future changes after they have taken effect."
                )
            )

    def filing(self) -> dict[str, Any]:
        """Return the whole profile as edited, and the day."""
        return {"values": self.values(), "changed_on": self.changed_on.data}


class PaperChangeForm(EditForm, OnBehalf, ChangeForm):
    """A notice received by other means, entered by the secretariat (代行入力)."""


class CorrectionForm(EditForm, ProfileForm):
    """A correction of the entry by the secretariat (職権訂正)."""

    reason = LinesField(_l("Reason for correction"), [Filled()], limit=LONGEST_REASON)
    seen = HiddenField()


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """The accepted lines, and the message to the member."""

    lines = SelectMultipleField(_l("Items to apply to the roster"), coerce=int)
    note = LinesField(_l("Reason or message to the member"), limit=LONGEST_REASON)
    seen = HiddenField()

    def offer(self, notice: ChangeNotice) -> None:
        """Set the lines of this notice as choices."""
        self.lines.choices = [(line.id, line.field) for line in notice.lines]

    @property
    def chosen(self) -> set[int]:
        """The ids of the chosen lines."""
        return set(self.lines.data or ())


def fill_from(form: Any, organisation: Organisation) -> Any:
    """Return the form filled with the current entry."""
    return form.from_profile(organisation.profile(), required=needed(organisation))
