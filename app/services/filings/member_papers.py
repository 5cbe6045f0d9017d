"""The members' filings, printed as PDF (別紙2, 別紙3, 内諾書)."""

from datetime import date, datetime

from app import clock
from app.documents.common.form_parts import Contact, Receipt, Submitter
from app.documents.filings import change_notice, consent_to_serve, withdrawal_notice
from app.documents.filings.change_notice import Change, ChangeNoticeForm
from app.documents.filings.consent_to_serve import ConsentForm
from app.documents.filings.withdrawal_notice import WithdrawalNoticeForm
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.services.filings import change_decisions
from app.services.membership import memberships, profile_texts

Paper = ChangeNotice | WithdrawalNotice | ConsentToServe


def change_notice_pdf(notice: ChangeNotice) -> bytes:
    """Return a 変更届 (別紙2). Raises app.documents.typesetting.TypesettingFailed."""
    filed_on = _day(notice.submitted_at)
    submitter, contact = who(notice.organisation, filed_on)
    return change_notice.pdf(
        ChangeNoticeForm(
            notified_on=filed_on,
            submitter=submitter,
            changes=tuple(
                Change(item.name, item.before, item.after, notice.changed_on)
                for item in change_decisions.changed_items(notice.lines)
            ),
            contact=contact,
            receipt=_receipt(notice, filed_on),
        )
    )


def withdrawal_notice_pdf(notice: WithdrawalNotice) -> bytes:
    """Return a 退会届 (別紙3). Raises app.documents.typesetting.TypesettingFailed."""
    filed_on = _day(notice.received_at)
    submitter, contact = who(notice.organisation, filed_on)
    return withdrawal_notice.pdf(
        WithdrawalNoticeForm(
            notified_on=filed_on,
            submitter=submitter,
            effective_on=notice.effective_on if notice.effective_on != filed_on else None,
            reason=notice.reason,
            contact=contact,
            receipt=_receipt(notice, filed_on),
        )
    )


def consent_pdf(consent: ConsentToServe) -> bytes:
    """Return a 幹事団体加入内諾書. Raises app.documents.typesetting.TypesettingFailed."""
    filed_on = _day(consent.filed_at)
    submitter, contact = who(consent.organisation, filed_on)
    return consent_to_serve.pdf(
        ConsentForm(
            consented_on=filed_on,
            submitter=submitter,
            statement=consent.statement,
            contact=contact,
            receipt=_receipt(consent, filed_on),
        )
    )


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


def _receipt(paper: Paper, filed_on: date) -> Receipt:
    return Receipt(paper.receipt_number, filed_on, paper.received_by.label)


def _day(instant: datetime) -> date:
    return clock.local(instant).date()
