"""The members' filings, printed as PDF (別紙2, 別紙3, 内諾書)."""

from datetime import date
from typing import Any

from app import clock
from app.documents.common.form_parts import Contact, Receipt, Submitter
from app.documents.filings import change_notice, consent_to_serve, withdrawal_notice
from app.documents.filings.change_notice import Change, ChangeNoticeForm
from app.documents.filings.consent_to_serve import ConsentForm
from app.documents.filings.withdrawal_notice import WithdrawalNoticeForm
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.filing import Filing
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.services.filings import change_decisions
from app.services.membership import memberships, profile_texts


def change_notice_pdf(notice: ChangeNotice) -> bytes:
    """Return a 変更届 (別紙2). Raises TypesettingFailed."""
    filed_on, said = _said(notice)
    changes = tuple(
        Change(item.name, item.before, item.after, notice.changed_on)
        for item in change_decisions.changed_items(notice.lines)
    )
    return change_notice.pdf(ChangeNoticeForm(notified_on=filed_on, changes=changes, **said))


def withdrawal_notice_pdf(notice: WithdrawalNotice) -> bytes:
    """Return a 退会届 (別紙3). Raises TypesettingFailed."""
    filed_on, said = _said(notice)
    on_receipt = notice.effective_on == filed_on
    return withdrawal_notice.pdf(
        WithdrawalNoticeForm(
            notified_on=filed_on,
            last_day=None if on_receipt else notice.last_day,
            lost_on=None if on_receipt else notice.effective_on,
            reason=notice.reason,
            **said,
        )
    )


def consent_pdf(consent: ConsentToServe) -> bytes:
    """Return a 幹事団体加入内諾書. Raises TypesettingFailed."""
    filed_on, said = _said(consent)
    return consent_to_serve.pdf(
        ConsentForm(consented_on=filed_on, statement=consent.statement, **said)
    )


def _said(filed: Filing) -> tuple[date, dict[str, Any]]:
    """Return the day of receipt, and what every paper says: submitter, contact person, receipt."""
    day = clock.local(filed.received_at).date()
    submitter, contact = who(filed.organisation, day)
    receipt = Receipt(filed.receipt_number, day, filed.received_by.label)
    return day, {"submitter": submitter, "contact": contact, "receipt": receipt}


def who(organisation: Organisation, filed_on: date) -> tuple[Submitter, Contact]:
    """Return submitter and contact person, as on the roster of that day."""
    version = memberships.version_on(organisation.id, filed_on)
    profile = organisation.profile() if version is None else version.profile
    texts = profile_texts.load()
    place = texts.value("municipality_code", profile.get("municipality_code"))
    postal = f"〒{profile['postal_code']}　" if profile.get("postal_code") else ""
    title, name = profile.get("representative_title"), profile.get("representative_name")
    contact = Contact(*(profile.get(f"business_contact_{part}") or "" for part in _CONTACT))
    return (
        Submitter(
            profile["name"],
            f"{postal}{place}{profile.get('address') or ''}",
            "　".join(part for part in (title, name) if part),
        ),
        contact,
    )


_CONTACT = ("name", "phone", "email")
