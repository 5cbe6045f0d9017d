"""Forms about news: why it is sent back, and what a reader of the digest wants."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    ChoicesField,
    LinesField,
    activity_fields,
    municipalities,
)
from app.views.forms.common.validators import Filled


class SendBackForm(FlaskForm):  # type: ignore[misc]
    """What the member is to change."""

    reason = LinesField(_l("What is to be changed"), [Filled()], limit=1000)


class PreferencesForm(EditForm):
    """What a reader of the digest wants."""

    wanted = BooleanField(_l("Send me the weekly digest"))
    activity_fields = ChoicesField(
        _l("Fields"), choices=activity_fields, description=_l("Choose none to get all.")
    )
    municipalities = ChoicesField(
        _l("Municipalities"),
        choices=lambda: municipalities()[1:],
        description=_l("Choose none to get all."),
    )

    def wishes(self) -> dict[str, Any]:
        """Return the values of a valid form."""
        return {name: self[name].data for name in ("wanted", "activity_fields", "municipalities")}
