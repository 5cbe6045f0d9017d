"""退会届 (別紙3; 規約第6条, 要領第4条第1項), blank and filled in."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Contact, Receipt, Submitter

TITLE = "退会届"


@dataclass(frozen=True)
class WithdrawalNoticeForm:
    """Content of a general member's withdrawal notice."""

    notified_on: date
    submitter: Submitter
    last_day: date | None
    """The last day as a member; None: until the secretariat receives the notice."""
    lost_on: date | None
    """The day from which it is no member, beside it."""
    reason: str
    """Optional."""
    contact: Contact
    receipt: Receipt | None = None


def pdf(form: WithdrawalNoticeForm | None) -> bytes:
    """Return the form on A4, blank for None.

    Raises TypesettingFailed.
    """
    if form is None:
        return form_parts.pdf("withdrawal_notice", None, title=TITLE, dated=None)
    return form_parts.pdf(
        "withdrawal_notice", form, title=TITLE, name=form.submitter.name, dated=form.notified_on
    )
