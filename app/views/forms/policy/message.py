"""The form of a message to another member."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.views.forms.common.fields import LineField, LinesField
from app.views.forms.common.validators import Filled


class MessageForm(FlaskForm):  # type: ignore[misc]
    """Subject and text."""

    subject = LineField(_l("Subject"), [Filled()], limit=60)
    text = LinesField(_l("Text"), [Filled()], limit=2000)
