"""The approver's form for sending a batch back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from app.views.forms.common.fields import LinesField


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """The reason for sending the batch back."""

    reason = LinesField(
        _l("Reason for sending back"),
        [DataRequired()],
        limit=2000,
        description=_l("Shown to the submitting officer. Applicants are not notified."),
    )
