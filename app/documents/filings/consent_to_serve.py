"""幹事団体加入内諾書 (規約第5条第1項), blank and filled in."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Contact, Receipt, Submitter

TITLE = "幹事団体加入内諾書"


@dataclass(frozen=True)
class ConsentForm:
    """Content of a candidate's consent to become an executive member."""

    consented_on: date
    submitter: Submitter
    statement: str
    """The organisation's role in the prefecture and intended contribution (規約第4条第1号)."""
    contact: Contact
    receipt: Receipt | None = None


def pdf(form: ConsentForm | None) -> bytes:
    """Return the form on A4, blank for None.

    Raises TypesettingFailed.
    """
    if form is None:
        return form_parts.pdf("consent_to_serve", None, title=TITLE, dated=None)
    return form_parts.pdf(
        "consent_to_serve", form, title=TITLE, name=form.submitter.name, dated=form.consented_on
    )
