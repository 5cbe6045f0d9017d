"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "backup.restore": _l("Older state of the database put back"),
    "backup.end_again": _l("Right ended again after a restore"),
    "backup.confirm": _l("Restore confirmed"),
}
SUBJECTS = {
    "backup": _l("Backup"),
}
