"""Forms about patronage: what is proposed, and the report after the event."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import NumberRange

from app.views.forms.common.fields import ChoiceField, CountField, LinesField
from app.views.forms.common.validators import Filled

GRANT, REFUSE = "grant", "refuse"


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Whether the name may be used, and under what conditions."""

    decision = ChoiceField(
        _l("Decision"),
        [Filled()],
        choices=lambda: [
            ("", _l("Select one")),
            (GRANT, _l("Grant it")),
            (REFUSE, _l("Refuse it")),
        ],
    )
    words = LinesField(_l("Conditions or reasons"), limit=1000)


class ReportForm(FlaskForm):  # type: ignore[misc]
    """How the event went."""

    visitors = CountField(_l("Participants"), [Filled(), NumberRange(0, 99_999)])
    text = LinesField(_l("How the event went"), [Filled()], limit=2000)
