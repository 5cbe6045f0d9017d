"""What the secretariat writes down about an application."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, DataRequired

from app.rules.eligibility import Check
from app.views.forms.fields import LinesField

LONG = 2000


class CheckForm(FlaskForm):  # type: ignore[misc]
    """One finding: the note, and which of the two buttons was pressed."""

    note = LinesField(_l("Note"), limit=LONG)
    passed = StringField("", [AnyOf(("yes", "no"))])

    @classmethod
    def of(cls, check: Check, note: str = "") -> Any:
        """The form of one check; its fields have the check's name in front."""
        return cls(prefix=check.value, note=note)


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """What the applicant is asked to correct."""

    what = LinesField(
        _l("What to correct"),
        [DataRequired()],
        limit=LONG,
        description=_l("The applicant is told this text. Say which entry, and what it lacks."),
    )


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """Why the application is refused."""

    reason = LinesField(
        _l("Reason for the refusal"),
        [DataRequired()],
        limit=LONG,
        description=_l("The applicant is told this text."),
    )
