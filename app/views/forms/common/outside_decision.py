"""Number and day of a decision in the prefecture's own system."""

from flask_babel import lazy_gettext as _l

from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import DayField, LineField
from app.views.forms.common.validators import Filled


class OutsideDecisionForm(EditForm):
    """決裁番号 and 決裁日."""

    number = LineField(
        _l("Decision number"),
        [Filled()],
        limit=60,
        description=_l("As in the prefecture's document system."),
    )
    decided_on = DayField(_l("Date of the decision"), [Filled()])
