"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "regulation.enact": _l("Rules brought into force"),
}
SUBJECTS = {
    "regulation": _l("Rules"),
}
