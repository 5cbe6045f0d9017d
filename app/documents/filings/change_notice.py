"""変更届 (別紙2; 要領第3条第2項), blank and filled in."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Contact, Receipt, Submitter

TITLE = "変更届"


@dataclass(frozen=True)
class Change:
    """One item that changed (変更事項)."""

    item: str
    before: str
    after: str
    changed_on: date


@dataclass(frozen=True)
class ChangeNoticeForm:
    """Content of a member's change notice."""

    notified_on: date
    submitter: Submitter
    changes: tuple[Change, ...]
    contact: Contact
    receipt: Receipt | None = None


def pdf(form: ChangeNoticeForm | None) -> bytes:
    """Return the form on A4, blank for None.

    Raises TypesettingFailed.
    """
    if form is None:
        return form_parts.pdf("change_notice", None, title=TITLE, dated=None)
    return form_parts.pdf(
        "change_notice", form, title=TITLE, name=form.submitter.name, dated=form.notified_on
    )
