"""What an approver writes when a batch goes back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from app.views.forms.fields import LinesField


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """Why the batch is sent back."""

    reason = LinesField(
        _l("Reason for sending it back"),
        [DataRequired()],
        limit=2000,
        description=_l("The person who submitted it reads this. Applicants are not told."),
    )
