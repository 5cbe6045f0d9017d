"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "supporter.train": _l("Training of a supporter recorded"),
    "supporter.appoint": _l("Supporter appointed"),
    "supporter.link": _l("Personal link sent to a supporter again"),
    "supporter.remind": _l("Supporter told of the refresher"),
    "supporter.renew": _l("Term of a supporter extended"),
    "supporter.end": _l("Supporter ended; personal data deleted"),
    "supporter.look": _l("Supporters looked up by their municipality"),
}
