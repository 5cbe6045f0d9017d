"""What was done with an object, in words, from the audit trail."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models.audit import AuditEntry
from app.rules.eligibility import Check
from app.rules.membership import ContactMeans, EndCause, MemberKind, ReceivedBy
from app.security.viewer import SYSTEM
from app.views.formats import day
from app.views.labels import label
from app.views.profiles import item_label

WORDS = {
    "application.submit": _l("Application sent"),
    "application.confirm": _l("Mail address confirmed, application received"),
    "application.enter": _l("Entered on the applicant's behalf"),
    "application.check": _l("Check recorded"),
    "application.name_former": _l("Former membership looked into"),
    "application.request_correction": _l("Correction requested"),
    "application.resubmit": _l("Corrected form sent"),
    "application.put_in": _l("Put into the batch"),
    "application.take_out": _l("Taken out of the batch"),
    "application.propose": _l("Decision proposed"),
    "application.reopen": _l("Proposal undone"),
    "application.accept": _l("Application accepted"),
    "application.refuse": _l("Application refused"),
    "application.take_back": _l("Taken back by the applicant"),
    "application.expire": _l("Expired: the mail address was not confirmed"),
    "batch.open": _l("Batch opened"),
    "batch.close": _l("Batch closed"),
    "batch.submit": _l("Submitted for approval"),
    "batch.approve": _l("Approved and carried out"),
    "batch.return": _l("Sent back"),
    "expulsion.open": _l("File opened"),
    "expulsion.revise": _l("Ground or facts changed"),
    "expulsion.evidence": _l("Evidence added"),
    "expulsion.offer_hearing": _l("Chance to be heard offered"),
    "expulsion.statement": _l("Statement received"),
    "expulsion.conclude_hearing": _l("Hearing concluded"),
    "expulsion.drop": _l("File dropped"),
    "expulsion.lapse": _l("File lapsed: membership ended"),
    "organisation.create": _l("Recorded as an organisation"),
    "organisation.correct": _l("Entry corrected"),
    "organisation.note": _l("Note added"),
    "membership.begin": _l("Membership began"),
    "membership.end": _l("Membership ended"),
    "contact.attempt": _l("Attempt to reach it recorded"),
    "contact.reply": _l("Contact question answered"),
}


class Step(NamedTuple):
    """One thing that was done."""

    at: datetime
    who: str
    what: str
    detail: str


def steps(entries: Iterable[AuditEntry]) -> list[Step]:
    """The entries in words."""
    return [
        Step(
            entry.at, who(entry), str(WORDS.get(entry.action, entry.action)), detail(entry.details)
        )
        for entry in entries
    ]


def who(entry: AuditEntry) -> str:
    """The person's name; whoever has no account is the applicant."""
    if entry.actor_id is None:
        if entry.actor_name == SYSTEM.name:
            return _("System")
        return _("Applicant") if entry.subject_type == "application" else _("By the mailed link")
    return entry.actor_name


def detail(details: Mapping[str, Any]) -> str:
    """What an entry tells beside its action."""
    parts: list[str] = []
    if "check" in details:
        result = _("found") if details.get("passed") else _("not found")
        parts.append(f"{label(Check(details['check']))}: {result}")
    if "organisation_id" in details and details["organisation_id"] is None:
        parts.append(_("none of the organisations shown"))
    if "batch" in details:
        parts.append(str(details["batch"]))
    if "accept" in details:
        parts.append(_("acceptance") if details["accept"] else _("refusal"))
    if "received_by" in details:
        parts.append(label(ReceivedBy(details["received_by"])))
    if "applications" in details:
        parts.append(_("%(number)s applications", number=details["applications"]))
    return " / ".join([*parts, *of_organisation(details)])


def of_organisation(details: Mapping[str, Any]) -> list[str]:
    """What entries about an organisation tell."""
    parts = [
        label(enumeration(details[name]))
        for name, enumeration in (
            ("kind", MemberKind),
            ("cause", EndCause),
            ("means", ContactMeans),
        )
        if name in details
    ]
    if "on" in details:
        parts.append(day(date.fromisoformat(details["on"])))
    if "reached" in details:
        reached = details["reached"]
        parts.append(_("The member answered") if reached else _("Could not be reached"))
    if "fields" in details:
        parts.append("、".join(item_label(key) for key in details["fields"]))
    if "reason" in details:
        parts.append(str(details["reason"]))
    return parts
