"""The change notice (変更届, 別紙2) as a form, and the decision on it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from app import clock
from app.models.change_notice import ChangeNotice
from app.models.organisation import Organisation
from app.rules.membership import ReceivedBy
from app.views.forms.fields import ChoiceField, DayField, LinesField, labelled
from app.views.forms.profile import REQUIRED, ProfileForm
from app.views.forms.validators import Filled
from app.views.labels import label

ON_BEHALF = (ReceivedBy.PAPER, ReceivedBy.FAX, ReceivedBy.MAIL)
NOTE = 1000


def received_by() -> list[tuple[str, str]]:
    """The ways by which a paper comes that the secretariat enters."""
    return labelled(ON_BEHALF, label)


class OnBehalf:
    """How and when a paper came in that the secretariat types in (代行入力)."""

    received_by = ChoiceField(_l("Way of receipt"), [Filled()], choices=received_by)
    received_on = DayField(_l("Day of receipt"), [InputRequired()], default=clock.today)

    def validate_received_on(self, field: Field) -> None:
        """It has come in already."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Enter today or an earlier day."))


def needed(organisation: Organisation) -> frozenset[str]:
    """What may not be left out: what the entry holds already of what an application needs."""
    return frozenset({"name", "kind"} | {f for f in REQUIRED if getattr(organisation, f)})


class ChangeForm(ProfileForm):
    """A copy of the entry to edit, and since when it is so."""

    changed_on = DayField(_l("Day of the change"), [InputRequired()], default=clock.today)

    def validate_changed_on(self, field: Field) -> None:
        """What is yet to change is filed when it has."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(
                _("Enter today or an earlier day. File what is yet to change after it has changed.")
            )


class PaperChangeForm(OnBehalf, ChangeForm):
    """A notice that came another way, typed in by the secretariat (代行入力)."""


class CorrectionForm(ProfileForm):
    """A correction of the entry by the secretariat (職権訂正)."""

    reason = LinesField(_l("Reason for the correction"), [Filled()], limit=NOTE)
    seen = HiddenField()


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Which lines are accepted, and what the member is told."""

    lines = SelectMultipleField(_l("Items to enter in the roster"), coerce=int)
    note = LinesField(_l("Reason or message to the member"), limit=NOTE)
    seen = HiddenField()

    def offer(self, notice: ChangeNotice) -> None:
        """The lines of this notice are the choices."""
        self.lines.choices = [(line.id, line.field) for line in notice.lines]

    @property
    def chosen(self) -> set[int]:
        """The ids of the lines chosen."""
        return set(self.lines.data or ())


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Only a reason."""

    reason = LinesField(_l("Reason"), [Filled()], limit=NOTE)


def fill_from(form: Any, organisation: Organisation) -> Any:
    """The form filled with the entry as it is."""
    return form.from_profile(organisation.profile(), required=needed(organisation))
