"""Forms for a decision outside the batch, and for taking an application back on request."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app import clock
from app.rules.membership.membership import TOLD
from app.views.common.labels import label
from app.views.forms.admission.applications import LONG
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled


class AtOnceForm(FlaskForm):  # type: ignore[misc]
    """Why the two-week batch is not awaited."""

    reason = LinesField(
        _l("Why the batch cannot be awaited"),
        [Filled()],
        limit=LONG,
        description=_l("For the officer who releases it. The applicant does not see this text."),
    )


class RefusalAtOnceForm(AtOnceForm):
    """Also the reason that the applicant is told."""

    words = LinesField(
        _l("Reason for refusal"),
        [Filled()],
        limit=LONG,
        description=_l("This text is sent to the applicant."),
    )


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """Who asked the secretariat to take the application back, how and when."""

    asked_by = LineField(
        _l("Who asked for it"),
        [Filled()],
        limit=100,
        description=_l("Name, and position if known."),
    )
    way = ChoiceField(_l("How it was asked"), [Filled()], choices=lambda: choices_of(TOLD, label))
    asked_on = DayField(_l("Asked on"), [Filled()], default=clock.today)
