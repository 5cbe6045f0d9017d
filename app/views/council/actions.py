"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "council.establish": _l("Council established"),
    "council.revise": _l("Council name or date of establishment changed"),
    "council.end_body": _l("Last day of a constituent body recorded"),
    "council.add_body": _l("Constituent body registered"),
    "council.designate": _l("Coordinating body designated"),
    "public_notice.publish": _l("Public notice of the council published"),
    "public_notice.note_outside": _l("Decision in the prefecture's own system noted"),
    "activity_summary.write": _l("Summary of the council's activity drafted"),
    "activity_summary.revise": _l("Summary of the council's activity changed"),
    "activity_summary.publish": _l("Summary of the council's activity published"),
    "activity_summary.take_back": _l("Summary of the council's activity unpublished"),
    "council_person.register": _l("Person registered for the council"),
    "council_person.pledge": _l("Pledge of secrecy given"),
    "council_person.pledge_on_paper": _l("Pledge of secrecy on paper recorded"),
    "council_person.revise": _l("Registration of a council person changed"),
    "council_person.end": _l("Term on the council ended"),
    "council_person.coordinate": _l("Coordinator confirmed"),
    "council_person.end_coordination": _l("Naming of a coordinator ended"),
    "council_person.strike": _l("Mistaken registration of a council person struck"),
}
SUBJECTS = {
    "council": _l("Regional council"),
    "constituent_body": _l("Constituent body"),
    "activity_summary": _l("Summary of the council's activity"),
    "public_notice": _l("Public notice of the regional council"),
    "council_person": _l("Term on the council"),
}
