"""Forms for the secretariat's handling of an application."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import Optional

from app.models.admission.application import ApplicationCheck
from app.rules.membership.eligibility import Check
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LinesField
from app.views.forms.common.validators import Filled

LONG = 2000


class ChecksForm(EditForm):
    """The findings on one application; `checks_form` adds the fields."""

    checks: tuple[Check, ...] = ()

    def of(self, check: Check) -> tuple[Field, Field]:
        """Return the fields of a check: the result and the note."""
        return self[f"{check}_passed"], self[f"{check}_note"]

    def findings(self, *, rest_met: bool) -> dict[Check, tuple[bool, str]]:
        """Return check → whether it is met, and the note. rest_met: so are those without a result."""
        chosen = {check: self.of(check) for check in self.checks}
        return {
            check: (passed.data != "no", note.data or "")
            for check, (passed, note) in chosen.items()
            if passed.data or rest_met
        }


def checks_form(checks: tuple[Check, ...]) -> type[ChecksForm]:
    """Return the form of these checks."""
    made: dict[str, Any] = {"checks": checks}
    for check in checks:
        made[f"{check}_passed"] = ChoiceField(
            _l("Result"),
            [Optional()],
            choices=[("yes", _l("Criterion met")), ("no", _l("Criterion not met"))],
        )
        made[f"{check}_note"] = LinesField(_l("Note"), limit=LONG)
    return type("ChecksFormOfKind", (ChecksForm,), made)


def checks_data(recorded: Iterable[ApplicationCheck]) -> dict[str, str]:
    """Return what is recorded as data of the form; a check to be made again has no result."""
    found = {}
    for row in recorded:
        found[f"{row.check}_note"] = row.note
        found[f"{row.check}_passed"] = "" if row.again else "yes" if row.passed else "no"
    return found


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
