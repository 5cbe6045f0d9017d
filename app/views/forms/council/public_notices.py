"""Number, day and issuer of a public notice."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Optional

from app.views.forms.common.fields import DayField, LineField
from app.views.forms.common.validators import Filled


class PublishForm(FlaskForm):  # type: ignore[misc]
    """Number, day and issuer; the items cannot be edited."""

    number = LineField(
        _l("Notice number"),
        [Filled()],
        limit=60,
        description=_l("As shown at the head of the notice, for example 鳥取県告示第123号."),
    )
    published_on = DayField(_l("Date of the notice"), [Filled()])
    issuer = LineField(_l("Issued by"), [Filled()], limit=100)
    outside_number = LineField(
        _l("Decision number"),
        [Optional()],
        limit=60,
        description=_l("As in the prefecture's document system."),
    )
    outside_on = DayField(_l("Date of the decision"), [Optional()])
    seen = HiddenField()
