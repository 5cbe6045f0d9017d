"""What somebody says is wrong in a public entry, and the button by which a keeper settles it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError

from app.views.forms.common.fields import LinesField, MailField
from app.views.forms.common.validators import Filled


class MistakeForm(FlaskForm):  # type: ignore[misc]
    """A mistake, for anybody."""

    text = LinesField(
        _l("What is wrong?"),
        [Filled()],
        limit=500,
        description=_l("Do not write about your own troubles here. This is no place of advice."),
    )
    email = MailField(
        _l("Your e-mail address"),
        limit=254,
        description=_l(
            "Only if we may ask you about it. It is deleted when the mistake is settled."
        ),
    )
    nickname = StringField(_l("Leave this empty"))
    """Honeypot, as in the application."""

    def validate_nickname(self, field: Field) -> None:
        """Reject honeypot input with a message, in case a person filled it in."""
        if field.data:
            raise ValidationError(_("Leave this field empty. Clear it and submit again."))
