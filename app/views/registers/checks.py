"""The checks of this wing in words."""

from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "register_imports": Words(
        _l("Processing of imports into registers"),
        _l("Imports wait. Tell whoever operates the system that the worker does not run."),
    ),
}
