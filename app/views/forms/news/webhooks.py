"""The form of a webhook's receiver."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.rules.news.webhooks import WebhookEvent
from app.views.common.labels import label
from app.views.forms.common.fields import ChoicesField, LineField, choices_of
from app.views.forms.common.validators import Filled


class WebhookForm(FlaskForm):  # type: ignore[misc]
    """Where messages go, what for, and about what."""

    purpose = LineField(_l("Purpose of the webhook"), [Filled()], limit=100)
    url = LineField(
        _l("Address of the receiver"),
        [Filled()],
        limit=300,
        description=_l("Begins with https://. Its server must be on the list in the settings."),
    )
    events = ChoicesField(
        _l("What it is told"), [Filled()], choices=lambda: choices_of(WebhookEvent, label)
    )
