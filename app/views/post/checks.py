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
    "lanes_stopped": Words(
        _l("Mail servers that take no letters"),
        _l("Letters wait, and none is lost. The outbox names the server and its reply."),
        lambda number: _("%(number)s servers", number=number),
    ),
    "addresses_unreached": Words(
        _l("Addresses that letters do not reach"),
        _l("The secretariat asks these members for another address by telephone."),
        lambda number: _("%(number)s addresses", number=number),
    ),
    "addresses": Words(
        _l("Reading of what came back"),
        _l("Tell whoever operates the system that the worker does not run."),
    ),
    "returns_forged": Words(
        _l("Mails today to made-up addresses of letters"),
        _l(
            "Somebody is trying out addresses. Tell whoever operates the system; no letter is affected."
        ),
        lambda number: _("%(number)s mails", number=number),
    ),
    "dkim_keys": Words(
        _l("Keys that cannot sign letters"),
        _l(
            "Letters go out unsigned and may be refused. The page on the sending domain names the fault."
        ),
        lambda number: _("%(number)s keys", number=number),
    ),
}
