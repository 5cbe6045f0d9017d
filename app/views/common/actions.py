"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "municipality.add": _l("Municipality added"),
    "municipality.update": _l("Municipality changed"),
    "municipality.delete": _l("Municipality deleted"),
    "activity_field.add": _l("Field of activity added"),
    "activity_field.update": _l("Field of activity changed"),
    "activity_field.delete": _l("Field of activity deleted"),
}
SUBJECTS = {
    "municipality": _l("Municipality"),
    "activity_field": _l("Field of activity"),
    "refusal": _l("Refused attempt"),
}
REASONS = {
    "NotPermitted": _l("Not permitted"),
}
