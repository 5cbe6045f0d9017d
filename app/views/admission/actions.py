"""What the audit trail records of this wing: labels of actions and subjects."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.rules.membership.eligibility import Check
from app.views.common.labels import label

ACTIONS = {
    "application.submit": _l("Application submitted"),
    "application.confirm": _l("E-mail address confirmed, application received"),
    "application.enter": _l("Entered on behalf of the applicant"),
    "application.check": _l("Check recorded"),
    "application.name_former": _l("Former membership checked"),
    "application.request_correction": _l("Correction requested"),
    "application.resubmit": _l("Corrected form submitted"),
    "application.remind": _l("Reminder of the correction"),
    "application.put_in": _l("Added to the batch"),
    "application.take_out": _l("Removed from the batch"),
    "application.propose": _l("Decision proposed"),
    "application.reopen": _l("Proposal cancelled"),
    "application.accept": _l("Application accepted"),
    "application.refuse": _l("Application refused"),
    "application.take_back": _l("Application taken back"),
    "application.expire": _l("Expired: e-mail address not confirmed"),
    "batch.open": _l("Batch opened"),
    "batch.close": _l("Batch closed"),
    "batch.submit": _l("Submitted for approval"),
    "batch.approve": _l("Approved and carried out"),
    "batch.return": _l("Sent back"),
}
SUBJECTS = {
    "application": _l("Application"),
    "batch": _l("Two-week batch"),
}


def details(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield checks, the former member, the batch and the decision."""
    if "check" in entry:
        result = _("met") if entry.get("passed") else _("not met")
        yield f"{label(Check(entry['check']))}: {result}"
    if "organisation_id" in entry and entry["organisation_id"] is None:
        yield _("none of the organisations shown")
    if "batch" in entry:
        yield str(entry["batch"])
    if "accept" in entry:
        yield _("acceptance") if entry["accept"] else _("refusal")
    if "applications" in entry:
        yield _("%(number)s applications", number=entry["applications"])
