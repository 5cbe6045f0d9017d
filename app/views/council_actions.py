"""The words for what the audit trail records of the council and of its cases."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

COUNCIL_ACTIONS: dict[str, LazyString] = {
    "council.establish": _l("Council set up"),
    "council.revise": _l("Council's name or day changed"),
    "council.end_body": _l("Last day of a constituent body entered"),
    "council.add_body": _l("Constituent body entered"),
    "council.designate": _l("Coordinating body named"),
    "public_notice.publish": _l("Public notice of the council published"),
    "council_person.register": _l("Person registered for the council"),
    "council_person.pledge": _l("Pledge of secrecy given"),
    "council_person.pledge_on_paper": _l("Pledge of secrecy on paper recorded"),
    "council_person.revise": _l("Service on the council changed"),
    "council_person.end": _l("Service on the council ended"),
    "case.begin": _l("Case taken in"),
    "case.accept": _l("Case accepted"),
    "case.decline": _l("Case not accepted"),
    "case.close": _l("Case closed"),
    "case.reopen": _l("Case reopened"),
    "case.read": _l("Read"),
    "case.revise": _l("Urgency or review changed"),
    "case.search": _l("Same person looked for"),
    "case.denied": _l("Refused to read"),
    "case.write": _l("Record written"),
    "case.change": _l("Record changed"),
    "case.strike": _l("Record struck out"),
    "case.grant": _l("Access given"),
    "case.revoke": _l("Access ended"),
    "case.pass_on": _l("Information passed on"),
    "case.request_draft": _l("Request for co-operation drafted"),
    "case.request_send": _l("Request for co-operation sent"),
    "case.request_withdraw": _l("Request for co-operation taken back"),
    "case.request_answer": _l("Request for co-operation answered"),
    "case.request_refuse": _l("Request for co-operation refused"),
    "case.offer": _l("Offer made"),
    "case.offer_accept": _l("Offer accepted"),
    "case.offer_refuse": _l("Offer refused"),
    "case.offer_withdraw": _l("Offer taken back"),
    "case.emergency": _l("Opened in an emergency"),
    "case.emergency_review": _l("Access in an emergency reviewed"),
}
"""Merged into ACTIONS. What the trail says of a case never says anything of its content."""

COUNCIL_SUBJECTS: dict[str, LazyString] = {
    "council": _l("Regional council"),
    "constituent_body": _l("Constituent body"),
    "public_notice": _l("Public notice of the regional council"),
    "council_person": _l("Service on the council"),
    "case": _l("Case"),
}
