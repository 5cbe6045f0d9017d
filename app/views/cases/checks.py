"""The checks of this wing in words."""

from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "case_retention": Words(
        _l("Retention of closed cases"),
        _l("Proposals of deletion are late. Tell whoever operates the system."),
    ),
}
