"""The checks of this wing in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "outbox": Words(
        _l("Sending of letters"),
        _l(
            "Letters wait in the outbox. None is lost. Tell whoever operates the system that the worker does not run."
        ),
    ),
    "letter_oldest": Words(
        _l("Oldest letter waiting to be sent"),
        _l(
            "The mail server may not be taking letters. The outbox shows its replies. Tell whoever operates the system."
        ),
    ),
    "letters_undelivered": Words(
        _l("Letters that failed or may not have arrived"),
        _l("The secretariat decides in the outbox whether each is sent again."),
        lambda number: _("%(number)s letters", number=number),
    ),
}
