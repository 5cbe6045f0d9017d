"""The reason for sending a proposal back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """Why a proposal is sent back to its proposer."""

    reason = LinesField(_l("Reason for sending back"), [Filled()], limit=2000)
