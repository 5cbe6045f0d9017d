"""The form of a message about a need or an offer."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled


class NeedMessageForm(FlaskForm):  # type: ignore[misc]
    """What is written to the other side."""

    text = LinesField(_l("Text"), [Filled()], limit=2000)
