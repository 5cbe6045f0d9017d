"""Why a mail address counts as good again, as a form."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.views.forms.common.fields import LineField
from app.views.forms.common.validators import Filled


class LiftForm(FlaskForm):  # type: ignore[misc]
    """The reason."""

    reason = LineField(
        _l("Reason"),
        [Filled()],
        limit=200,
        description=_l("For example: confirmed by telephone that the mailbox has room again."),
    )
