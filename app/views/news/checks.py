"""The checks of this wing in words."""

from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "webhooks": Words(
        _l("Sending of webhooks"),
        _l("Receivers outside are told late. Tell whoever operates the system."),
    ),
}
