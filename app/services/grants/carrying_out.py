"""What a body does after it was chosen: apply formally, change, withdraw, report, claim."""

from collections.abc import Mapping

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.grants import body_letters as letters
from app.models.grants.grant import BANK, Grant, GrantPayment
from app.rules.common.era import era_date
from app.rules.grants.amounts import yen
from app.rules.grants.calls import ChangeKind, Payment, is_large, may_withdraw
from app.rules.grants.content import PaperKind
from app.rules.grants.payments import PaymentKind, rest
from app.rules.states.grants.grant import GrantState, GrantVerb
from app.security import guard
from app.security.viewer import Viewer
from app.services.common import approvals, audit
from app.services.grants import deadlines, grants, papers


def request(actor: Viewer, grant_id: int) -> Grant:
    """Submit the formal application (交付申請), by default as applied for. One that is late is taken.

    It asks for no more than what was told (内示).
    """
    grant = grants.of_body(actor, grant_id)
    papers.require_writing(grant, PaperKind.REQUEST)
    if papers.draft(grant, PaperKind.REQUEST) is None:
        begun = papers.beginning(grant, PaperKind.REQUEST)
        papers.write(actor, grant, PaperKind.REQUEST, begun, {})
    grants.move(actor, grant, GrantVerb.REQUEST)
    paper = papers.freeze(actor, grant, PaperKind.REQUEST)
    grant.asked = paper.amount = min(paper.amount, grant.amount)
    return _received(actor, grant, PaperKind.REQUEST)


def withdraw(actor: Viewer, grant_id: int, reason: str) -> Grant:
    """Withdraw (取下げ): after the decision within the days of the call. Raises RuleViolation."""
    grant = grants.of_body(actor, grant_id)
    if not reason.strip():
        raise RuleViolation(None, "取下げの理由を入力してください。", field="reason")
    days = grant.call.withdrawal_days
    if grant.state is GrantState.DECIDED and grant.decided_on is not None:
        if not may_withdraw(grant.decided_on, days, clock.today()):
            raise RuleViolation(
                None,
                f"取下げは、交付決定の通知から{days}日以内に限ります。廃止を申請してください。",
            )
        if grants.payments(grant):
            raise RuleViolation(
                None, "請求をした後は、取下げができません。事務局に相談してください。"
            )
    grants.move(actor, grant, GrantVerb.WITHDRAW, reason=reason.strip())
    grant.amount, grant.due_on, grant.note = 0, None, reason.strip()
    _lapse(actor, grant)
    grants.send(actor, grant, letters.withdrawn(grant))
    return grant


def ask_change(actor: Viewer, grant_id: int) -> Grant:
    """Ask for a change, or end (変更・中止・廃止).

    A small change, which adds nothing to the grant, needs no approval and is in force at once.
    """
    grant = grants.of_body(actor, grant_id)
    papers.require_writing(grant, PaperKind.CHANGE)
    before = papers.project(grant)
    asked = grant.asked
    paper = papers.freeze(actor, grant, PaperKind.CHANGE)
    said = paper.said
    moved = before is None or is_large(
        before.said.by_kind(), said.by_kind(), grant.call.change_percent
    )
    if said.change is ChangeKind.CONTENT and not moved and paper.amount <= grant.amount:
        paper.is_in_force, grant.asked = True, asked
        grant.due_on = deadlines.of_report(grant, said)
        audit.record(actor, "grant.minor_change", grants.NOUN, grant.id)
        db.session.flush()
        grants.send(actor, grant, letters.minor_change(grant), again=True)
        return grant
    grants.move(actor, grant, GrantVerb.ASK_CHANGE)
    return _received(actor, grant, PaperKind.CHANGE)


def resume(actor: Viewer, grant_id: int) -> Grant:
    """Go on after a suspension (再開)."""
    grant = grants.of_body(actor, grant_id)
    grants.move(actor, grant, GrantVerb.RESUME)
    project = papers.project(grant)
    grant.due_on = deadlines.of_report(grant, project.said) if project else None
    db.session.flush()
    return grant


def report(actor: Viewer, grant_id: int) -> Grant:
    """Submit the report of what was done and spent (実績報告)."""
    grant = grants.of_body(actor, grant_id)
    grants.move(actor, grant, GrantVerb.REPORT)
    grant.struck = []
    papers.freeze(actor, grant, PaperKind.REPORT)
    return _received(actor, grant, PaperKind.REPORT)


def may_claim_advance(grant: Grant, held: int) -> bool:
    """Whether the body may claim a payment in advance (概算払). held: claims that it has made."""
    return grant.state is GrantState.DECIDED and grant.call.payment is Payment.ADVANCE and held == 0


def claim(actor: Viewer, grant_id: int, bank: Mapping[str, str], amount: int | None) -> Grant:
    """Claim what is left after the settlement, or some of the decided amount in advance (請求)."""
    grant = grants.of_body(actor, grant_id)
    for key in BANK:
        setattr(grant, key, bank[key])
    if grant.state is GrantState.SETTLED:
        _, due = rest(grant.amount, grants.paid(grant))
        grants.move(actor, grant, GrantVerb.CLAIM, amount=due)
        _add(actor, grant, PaymentKind.FINAL, due)
    elif may_claim_advance(grant, len(grants.payments(grant))):
        if not amount or not 0 < amount <= grant.amount:
            raise RuleViolation(
                None,
                f"請求額は、1円から{yen(grant.amount)}までの数で入力してください。",
                field="amount",
            )
        _add(actor, grant, PaymentKind.ADVANCE, amount)
        audit.record(actor, "grant.claim", grants.NOUN, grant.id, amount=amount)
    else:
        raise StaleState("今の状態では請求できません。画面を開き直して状態を確かめてください。")
    grants.send(actor, grant, letters.received(grant, PaperKind.CLAIM), again=True)
    return grant


def withdrawal_note(grant: Grant, held: int) -> str:
    """Return until when the body may withdraw its decided grant, in words. held: its claims."""
    if grant.state is not GrantState.DECIDED or held:
        return ""
    last = deadlines.of_withdrawal(grant)
    return f"取下げは、{era_date(last)}までできます。" if clock.today() <= last else ""


def _add(actor: Viewer, grant: Grant, kind: PaymentKind, amount: int) -> None:
    row = GrantPayment(
        grant_id=grant.id,
        organisation_id=grant.organisation_id,
        kind=kind,
        amount=amount,
        claimed_at=clock.now(),
        claimed_by=grants.signed(actor, grant),
    )
    db.session.add(row)
    db.session.flush()


def _received(actor: Viewer, grant: Grant, kind: PaperKind) -> Grant:
    grant.due_on, grant.note = None, ""
    db.session.flush()
    grants.send(actor, grant, letters.received(grant, kind), again=True)
    return grant


def _lapse(actor: Viewer, grant: Grant) -> None:
    with guard.acting_as_system(db.session):
        approvals.lapse(actor, grants.NOUN, grant.id)
        db.session.flush()
