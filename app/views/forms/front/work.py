"""Who is in charge of what is ticked."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from app.views.forms.common.sent import number


class ChargeForm(FlaskForm):  # type: ignore[misc]
    """An officer, or nobody."""

    account_id = SelectField(_l("Person in charge"), coerce=lambda value: number(str(value or "")))
