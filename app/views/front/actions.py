"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "backup.restore": _l("Backup restored"),
}
SUBJECTS = {
    "backup": _l("Backup"),
}
