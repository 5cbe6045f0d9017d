"""The button by which a desk's keeper closes it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app import clock
from app.views.forms.common.fields import DayField, LineField
from app.views.forms.common.validators import Filled


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """Until when a desk is closed from today on, and why."""

    until = DayField(_l("Last day closed"), [Filled()], default=clock.today)
    because = LineField(_l("Reason"), limit=100, description=_l("Shown to everybody."))
