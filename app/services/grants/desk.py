"""What one officer does on a grant: send a paper back, inspect, record payments and repayments."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.grants import body_letters as letters
from app.models.grants.grant import Grant, GrantPayment
from app.rules.grants.content import PaperKind
from app.rules.grants.payments import PaymentKind
from app.rules.states.grants.grant import GrantState, GrantVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows
from app.services.common.tabular import Worksheet, to_workbook
from app.services.grants import deadlines, grants, papers

RETURNED = {
    GrantState.SUBMITTED: PaperKind.APPLICATION,
    GrantState.REQUESTED: PaperKind.REQUEST,
    GrantState.REPORTED: PaperKind.REPORT,
}
"""The paper that an officer can send back in a state (補正)."""
PAYMENT_COLUMNS = (
    *("受付番号", "補助金", "団体名", "所在地", "区分", "請求日", "支払額（円）"),
    *("金融機関", "支店", "種別", "口座番号", "口座名義（カナ）"),
)


def send_back(actor: Viewer, grant_id: int, reason: str) -> Grant:
    """Send a paper back to be corrected; the place in the order of arrival stays (補正)."""
    actor.require(Role.SECRETARIAT)
    grant = grants.locked(actor, grant_id)
    if not reason.strip():
        raise RuleViolation(None, "補正してほしいことを入力してください。", field="reason")
    kind = RETURNED.get(grant.state)
    grants.move(actor, grant, GrantVerb.RETURN, reason=reason.strip())
    assert kind is not None
    approvals.lapse(actor, grants.NOUN, grant.id)
    papers.write(actor, grant, kind, papers.beginning(grant, kind), {})
    grant.due_on, grant.note = deadlines.of_correction(), reason.strip()
    db.session.flush()
    grants.send(actor, grant, letters.returned(grant, kind), again=True)
    return grant


def inspect(actor: Viewer, grant_id: int, struck: Collection[int], note: str) -> Grant:
    """Record the inspection of the report (検査). struck: places of receipts left out.

    May be recorded again until the amount is settled. Raises RuleViolation without a note.
    """
    actor.require(Role.SECRETARIAT)
    grant = grants.locked(actor, grant_id)
    if not note.strip():
        raise RuleViolation(None, "検査の結果を入力してください。", field="note")
    grants.move(actor, grant, GrantVerb.INSPECT)
    approvals.lapse(actor, grants.NOUN, grant.id)
    grant.inspected_on, grant.inspected_by = clock.today(), actor.name
    grant.inspection = note.strip()
    report = papers.last(grant, PaperKind.REPORT)
    number = len(report.said.lines) if report else 0
    grant.struck = sorted(each for each in struck if 0 <= each < number)
    db.session.flush()
    return grant


def unpaid(actor: Viewer) -> Sequence[GrantPayment]:
    """Return the claims that wait for their payment, the oldest first."""
    actor.require(Role.SECRETARIAT)
    eager = joinedload(GrantPayment.grant)
    return db.session.scalars(
        select(GrantPayment)
        .where(GrantPayment.paid_on.is_(None))
        .order_by(GrantPayment.id)
        .options(eager.joinedload(Grant.organisation), eager.joinedload(Grant.call))
    ).all()


def payment_list(actor: Viewer) -> bytes:
    """Return the list for the accounts office (支払一覧) as a workbook; recorded, as it tells accounts."""
    found = unpaid(actor)
    audit.record(actor, "grant.payment_list", "grant_payment", "", number=len(found))
    lines = [
        (
            *(row.grant.number, row.grant.call.name, row.grant.organisation.name),
            *(row.grant.organisation.address, row.kind.label),
            *(clock.local(row.claimed_at).date(), row.amount),
            *(row.grant.bank, row.grant.branch, row.grant.account_kind),
            *(row.grant.account_number, row.grant.account_holder),
        )
        for row in found
    ]
    title = f"補助金支払一覧　{clock.today().isoformat()}"
    total = ("合計", "", "", "", "", "", sum(row.amount for row in found), "", "", "", "", "")
    return to_workbook([Worksheet("支払一覧", PAYMENT_COLUMNS, [*lines, total])], title=title)


def pay(actor: Viewer, payment_ids: Collection[int], day: date | None) -> int:
    """Record that claims were paid on a day; return how many. Raises RuleViolation, StaleState."""
    actor.require(Role.SECRETARIAT)
    _require_past(day)
    chosen = sorted(set(payment_ids))
    if not chosen:
        raise RuleViolation(None, "支払った請求を選んでください。")
    for payment_id in chosen:
        grant = grants.locked(actor, rows.one(GrantPayment, payment_id).grant_id)
        payment = rows.locked(GrantPayment, payment_id)
        if payment.paid_on is not None:
            raise StaleState("すでに支払済みの請求が含まれています。画面を開き直してください。")
        payment.paid_on = day
        if payment.kind is PaymentKind.FINAL:
            grants.move(actor, grant, GrantVerb.PAY, amount=payment.amount)
        else:
            audit.record(actor, "grant.pay", grants.NOUN, grant.id, amount=payment.amount)
        db.session.flush()
        grants.send(actor, grant, letters.paid(grant, payment), again=True)
    return len(chosen)


def repay(actor: Viewer, grant_id: int, day: date | None) -> Grant:
    """Record that a repayment came in on a day (返還)."""
    actor.require(Role.SECRETARIAT)
    _require_past(day)
    grant = grants.locked(actor, grant_id)
    grants.move(actor, grant, GrantVerb.REPAY, amount=grant.repay)
    grant.repaid_on, grant.due_on = day, None
    db.session.flush()
    grants.send(actor, grant, letters.repaid(grant))
    return grant


def _require_past(day: date | None) -> None:
    if day is None or day > clock.today():
        raise RuleViolation(None, "今日までの日を入力してください。", field="day")
