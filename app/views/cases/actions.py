"""What the audit trail records of this wing: labels of actions and subjects."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.models.cases.request import OfferKind
from app.rules.cases.access import OVERVIEW, Section
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import DisclosureState
from app.views.common.labels import label

ACTIONS = {
    "case.begin": _l("Case intake recorded"),
    "case.accept": _l("Case accepted"),
    "case.decline": _l("Case not accepted"),
    "case.close": _l("Case closed"),
    "case.reopen": _l("Case reopened"),
    "case.read": _l("Viewed"),
    "case.name": _l("Own name for the case changed"),
    "case.revise": _l("Urgency or review date changed"),
    "case.attach": _l("Document attached to a case"),
    "case.strike_attachment": _l("Attached document struck out"),
    "case.download": _l("Downloaded"),
    "case.print": _l("Printed"),
    "case.review": _l("Monthly review of the access log"),
    "case.search": _l("Same-person check"),
    "case.denied": _l("Access refused"),
    "case.draft": _l("Draft saved"),
    "case.discard_draft": _l("Draft discarded"),
    "case.write": _l("Record added"),
    "case.change": _l("Record changed"),
    "case.strike": _l("Record struck out"),
    "case.grant": _l("Access granted"),
    "case.revoke": _l("Access revoked"),
    "case.coordinate": _l("Coordinator joined"),
    "case.propose_deletion": _l("Deletion proposed"),
    "case.keep": _l("Retention extended"),
    "case.end_keeping": _l("Extended retention ended"),
    "case.delete": _l("Case deleted"),
    "case.destroy_key": _l("Case key destroyed"),
    "case.issue_write": _l("Issue sheet written"),
    "case.issue_submit": _l("Issue sheet submitted for checking"),
    "case.issue_release": _l("Issue sheet released"),
    "case.issue_appoint": _l("Checker of an issue sheet changed"),
    "case.issue_reject": _l("Issue sheet sent back"),
    "case.disclosure_receive": _l("Disclosure request received"),
    "case.disclosure_gather": _l("Records collected for disclosure"),
    "case.disclosure_mask": _l("Masked for disclosure"),
    "case.disclosure_decide": _l("Disclosure decided"),
    "case.disclosure_tell": _l("Decision on disclosure told"),
    "incident.enter": _l("Incident registered"),
    "incident.change": _l("Incident changed"),
    "incident.close": _l("Incident closed"),
    "case.pass_on": _l("Information passed on"),
    "case.request_draft": _l("Request for co-operation drafted"),
    "case.request_send": _l("Request for co-operation sent"),
    "case.request_withdraw": _l("Request for co-operation withdrawn"),
    "case.request_answer": _l("Request for co-operation answered"),
    "case.request_refuse": _l("Request for co-operation declined"),
    "case.offer": _l("Offer made"),
    "case.offer_accept": _l("Offer accepted"),
    "case.offer_refuse": _l("Offer declined"),
    "case.offer_withdraw": _l("Offer withdrawn"),
    "case.emergency": _l("Emergency access used"),
    "case.emergency_review": _l("Emergency access reviewed"),
    "case.conference": _l("Conference planned"),
    "case.conference_cancel": _l("Conference cancelled"),
    "case.conference_hold": _l("Conference results recorded"),
    "case.minutes": _l("Minutes of the conference written"),
    "case.minutes_confirm": _l("Minutes of the conference confirmed"),
    "case.paper": _l("Conference paper written"),
    "case.hand_out": _l("Copies of a paper distributed"),
    "case.take_back": _l("Copy of a paper returned"),
}
SUBJECTS = {
    "case": _l("Case"),
    "incident": _l("Incident"),
}


def details(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the kind of a record, an offer or a decision, and the section."""
    for enumeration in (RecordKind, OfferKind, DisclosureState):
        if entry.get("kind") in set(enumeration):
            yield label(enumeration(entry["kind"]))
    if entry.get("named_by") and entry.get("confirmed_by"):
        yield str(_l("Named by %(name)s", name=entry["named_by"]))
        yield str(_l("Confirmed by %(name)s", name=entry["confirmed_by"]))
    if entry.get("section") == OVERVIEW:
        yield str(_l("Overview"))
    elif "section" in entry:
        yield label(Section(entry["section"]))
    yield from (label(Section(each)) for each in entry.get("also", ()))
