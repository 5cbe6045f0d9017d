"""Withdrawal (退会届; 規約第6条, 要領第4条): it can't be refused and takes effect on its day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import withdrawal_letters
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.filings.leaving import may_withdraw, withdrawal_effective_on
from app.rules.membership.membership import ContactKind, EndCause, ReceivedBy, Standing
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import WITHDRAWAL, WithdrawalState, WithdrawalVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.filings import departures
from app.services.membership import contacts, memberships, receipts
from app.services.membership.recipients import address_of
from app.services.post import outbox


def file(actor: Viewer, *, effective_on: date | None, reason: str) -> WithdrawalNotice:
    """File the member's withdrawal, with effect today or on the later day named.

    Raises RuleViolation for an executive member (規約第9条第2号), StaleState when a notice with the
    same or an earlier day exists.
    """
    assert actor.organisation_id is not None
    actor.require_member(actor.organisation_id)
    today = clock.today()
    return _receive(actor, actor.organisation_id, ReceivedBy.WEB, effective_on, reason, today)


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    effective_on: date | None,
    reason: str,
    received_on: date | None = None,
) -> WithdrawalNotice:
    """Enter a notice received on paper, by FAX or by mail, on the member's behalf (代行入力).

    received_on: the day of receipt, from which it takes effect; by default today. Raises
    RuleViolation for a future day and for one before the membership began.
    """
    actor.require(Role.SECRETARIAT)
    day = receipts.day_of_receipt(organisation_id, received_on, articles.WITHDRAWAL)
    return _receive(actor, organisation_id, received_by, effective_on, reason, day)


def _receive(
    actor: Viewer,
    organisation_id: int,
    received_by: ReceivedBy,
    named_on: date | None,
    reason: str,
    received_on: date,
) -> WithdrawalNotice:
    organisation = memberships.locked(organisation_id)
    verdict = may_withdraw(organisation.standing)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    effective_on = withdrawal_effective_on(received_on, named_on)
    _require_earlier(organisation_id, effective_on)
    notice = WithdrawalNotice(
        organisation_id=organisation_id,
        receipt_number=numbers.receipt_number("T"),
        state=next_state(WITHDRAWAL, None, WithdrawalVerb.FILE),
        received_by=received_by,
        received_at=receipts.moment_of(received_on),
        effective_on=effective_on,
        reason=reason.strip(),
        submitted_by_id=actor.account_id,
        organisation=organisation,
    )
    db.session.add(notice)
    db.session.flush()
    audit.record(
        actor,
        "withdrawal.file",
        "withdrawal_notice",
        notice.id,
        organisation_id=organisation_id,
        received_by=received_by,
        effective_on=effective_on.isoformat(),
    )
    words = f"退会届 {notice.receipt_number}"
    contacts.record_contact(actor, organisation_id, ContactKind.FORM, words, on=received_on)
    _acknowledge(actor, notice)
    if effective_on <= clock.today():
        _take_effect(actor, notice, organisation)
    return notice


def _require_earlier(organisation_id: int, effective_on: date) -> None:
    """Raise StaleState unless a second notice brings the day forward."""
    pending = waiting(organisation_id)
    if pending is not None and effective_on >= pending.effective_on:
        raise StaleState(
            f"退会届はすでに受け付けています（受付番号 {pending.receipt_number}）。"
            "退会日を早めるときは、それより前の日を入力してください。"
        )


def _acknowledge(actor: Viewer, notice: WithdrawalNotice) -> None:
    by_member = notice.received_by is ReceivedBy.WEB
    outbox.write(
        actor,
        withdrawal_letters.withdrawal_received(notice, numbers.document_number()),
        to=address_of(notice.organisation, notice.submitted_by_id if by_member else None),
        dedupe_key=f"withdrawal:{notice.id}",
        organisation_id=notice.organisation_id,
    )


def take_effect_due(actor: Viewer) -> int:
    """Let every due notice take effect; return their number. Called by the sweep.

    The notice of a member that has been selected as executive since then waits: only a resolution
    can release the member.
    """
    actor.require(Role.SYSTEM)
    due = db.session.execute(
        select(WithdrawalNotice.id, WithdrawalNotice.organisation_id)
        .where(WithdrawalNotice.state == WithdrawalState.RECEIVED)
        .where(WithdrawalNotice.effective_on <= clock.today())
        .order_by(WithdrawalNotice.effective_on, WithdrawalNotice.id)
    ).all()
    taken = 0
    for notice_id, organisation_id in due:
        organisation = memberships.locked(organisation_id)
        notice = rows.locked(WithdrawalNotice, notice_id)
        stays = organisation.standing is Standing.EXECUTIVE
        if notice.state is WithdrawalState.RECEIVED and not stays:
            _take_effect(actor, notice, organisation)
            taken += 1
    return taken


def _take_effect(actor: Viewer, notice: WithdrawalNotice, organisation: Organisation) -> None:
    """End the membership on the notice's day.

    A membership already lost by a resolution stays as resolved.
    """
    if organisation.standing is Standing.GENERAL:
        departures.end_membership(actor, organisation, EndCause.WITHDRAWAL, on=notice.effective_on)
    else:
        departures.settle_notices(actor, organisation.id)


def waiting(organisation_id: int) -> WithdrawalNotice | None:
    """Return the pending notice with the earliest day, if any."""
    return db.session.scalars(
        select(WithdrawalNotice)
        .where(WithdrawalNotice.organisation_id == organisation_id)
        .where(WithdrawalNotice.state == WithdrawalState.RECEIVED)
        .order_by(WithdrawalNotice.effective_on)
        .limit(1)
    ).one_or_none()


def one(actor: Viewer, notice_id: int) -> WithdrawalNotice:
    """Return a notice. Raises NotFound for one that the viewer may not see."""
    return rows.one(WithdrawalNotice, notice_id, joinedload(WithdrawalNotice.organisation))


def page(actor: Viewer, *, number: int) -> tuple[Sequence[WithdrawalNotice], int]:
    """Return one page of notices, the newest first, and their total."""
    actor.require(Role.SECRETARIAT)
    newest_first = select(WithdrawalNotice).order_by(WithdrawalNotice.id.desc())
    return rows.page(newest_first, number, joinedload(WithdrawalNotice.organisation))
