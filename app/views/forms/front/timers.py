"""Why a timer or a kind is paused or dropped; until which day is simulated; the moves as shown."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.views.forms.common.fields import DayField, LinesField
from app.views.forms.common.validators import Filled


class TimerReasonForm(FlaskForm):  # type: ignore[misc]
    """Why it is paused or dropped."""

    reason = LinesField(_l("Reason"), [Filled()], limit=2000)


class UntilForm(FlaskForm):  # type: ignore[misc]
    """The day until which is simulated; sent by GET."""

    class Meta:
        csrf = False

    until = DayField(_l("Simulate until"), [Filled()])


class MovesForm(FlaskForm):  # type: ignore[misc]
    """The moves as they were shown."""

    seen = HiddenField()
