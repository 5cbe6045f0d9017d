"""Forms for the secretariat's handling of an application."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from app.models.admission.application import ApplicationCheck
from app.rules.membership.eligibility import Check
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled

LONG = 2000


class CheckForm(EditForm):
    """One finding: the note and the button pressed."""

    note = LinesField(_l("Note"), limit=LONG)
    passed = StringField(_l("Result"), [AnyOf(("yes", "no"))])

    @classmethod
    def of(cls, check: Check, recorded: ApplicationCheck | None = None) -> Any:
        """Return the form of one check; its fields are prefixed with the check's name."""
        return cls(prefix=check.value, data=cls.data_of(recorded))

    @staticmethod
    def data_of(recorded: ApplicationCheck | None) -> dict[str, str]:
        """Return what is recorded, if anything, as data of the form."""
        if recorded is None:
            return {"note": "", "passed": ""}
        return {"note": recorded.note, "passed": "yes" if recorded.passed else "no"}


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """The correction requested from the applicant."""

    what = LinesField(
        _l("Corrections requested"),
        [Filled()],
        limit=LONG,
        description=_l(
            "This text is sent to the applicant. State which field is affected and what is missing."
        ),
    )


class RefusalForm(EditForm):
    """The reason for refusing the application."""

    reason = LinesField(
        _l("Reason for refusal"),
        [Filled()],
        limit=LONG,
        description=_l("This text is sent to the applicant."),
    )
