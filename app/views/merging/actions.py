"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "organisation.merge": _l("Records merged"),
    "organisation.undo_merge": _l("Merge undone"),
}
SUBJECTS = {
    "merge": _l("Merge of records"),
}
