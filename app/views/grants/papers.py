"""The papers of a grant as PDF."""

from app import clock
from app.documents.common.form_parts import Submitter
from app.documents.grants import forms
from app.documents.grants.forms import GrantForm
from app.mail.post.member_letter import postal
from app.models.grants.grant import Grant, GrantPaper, GrantPayment
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.grants.amounts import yen
from app.rules.grants.content import PaperKind
from app.views.grants.facts import reckoning_of


def paper_pdf(grant: Grant, paper: GrantPaper) -> bytes:
    """Return a version of a paper. A draft says that it is one."""
    said = paper.said
    sent_on = clock.local(paper.submitted_at).date() if paper.submitted_at else clock.today()
    is_report = paper.kind is PaperKind.REPORT
    notes = [f"第{paper.version}版"]
    if paper.submitted_at:
        notes[0] += f"　内容の確認用の値（SHA-256）{paper.checksum[:16]}"
    if paper.submitted_by and paper.submitted_by != paper.written_by:
        notes.append(f"作成　{paper.written_by}　確認・提出　{paper.submitted_by}")
    return forms.pdf(
        GrantForm(
            kind=paper.kind,
            call=grant.call.name,
            number=grant.number,
            submitter=submitter(grant.organisation),
            dated=sent_on,
            is_draft=paper.submitted_at is None,
            facts=forms.facts_of(said),
            lines=forms.lines_of(said, grant.decided_on if is_report else None),
            calculation=tuple(
                (step.name, step.words, yen(step.amount))
                for step in reckoning_of(grant, paper).steps
            ),
            notes=tuple(notes),
        )
    )


def claim_pdf(grant: Grant, payment: GrantPayment) -> bytes:
    """Return 請求書."""
    decided = (("交付決定の日", era_date(grant.decided_on)),) if grant.decided_on else ()
    name = "確定額" if payment.kind.value == "final" else "交付決定額"
    account = f"{grant.bank}　{grant.branch}　{grant.account_kind}　{grant.account_number}"
    return forms.pdf(
        GrantForm(
            kind=PaperKind.CLAIM,
            call=grant.call.name,
            number=grant.number,
            submitter=submitter(grant.organisation),
            dated=clock.local(payment.claimed_at).date(),
            is_draft=False,
            facts=(
                ("請求額", yen(payment.amount)),
                ("区分", payment.kind.label),
                (name, yen(grant.amount)),
                *decided,
                ("振込先", f"{account}\n口座名義　{grant.account_holder}"),
                ("担当", payment.claimed_by),
            ),
        )
    )


def submitter(organisation: Organisation) -> Submitter:
    """Return the body as its papers name it."""
    named = (organisation.representative_title, organisation.representative_name)
    return Submitter(
        name=organisation.name,
        address="　".join(postal(organisation)),
        representative="　".join(filter(None, named)),
    )
