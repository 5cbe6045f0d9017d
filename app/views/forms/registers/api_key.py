"""The form for a key of the open interface."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.registers.api_keys import TIERS
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, LineField, choices_of
from app.views.forms.common.validators import Filled


class ApiKeyForm(FlaskForm):  # type: ignore[misc]
    """What a key is for, how far it reads, and until when."""

    purpose = LineField(
        _l("Purpose of the key"),
        [Filled()],
        limit=100,
        description=_l("For whom or what the key is, so that you know later which one to revoke."),
    )
    tier = ChoiceField(
        _l("Scope"),
        [Filled()],
        choices=lambda: [("", _l("Select one")), *choices_of(TIERS, label)],
    )
    expires_on = DayField(_l("Last day"), [Filled()], description=_l("At most two years from now."))
