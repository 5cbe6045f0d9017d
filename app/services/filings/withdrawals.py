"""Withdrawal (退会届; 規約第6条, 要領第4条): a general member's cannot be refused."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import withdrawal_letters
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.filings.leaving import may_withdraw, withdrawal_effective_on
from app.rules.membership.membership import EndCause, ReceivedBy, Standing
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import WITHDRAWAL, WithdrawalState, WithdrawalVerb
from app.security.viewer import Role, Viewer
from app.services.common import rows, scans
from app.services.filings import departures, filing
from app.services.filings.filing import Kind, Receipt
from app.services.membership import memberships

KIND = Kind(
    WithdrawalNotice,
    noun="withdrawal",
    title="退会届",
    letter="T",
    article=articles.WITHDRAWAL,
    acknowledge=withdrawal_letters.withdrawal_received,
)


def file(actor: Viewer, *, effective_on: date | None, reason: str) -> WithdrawalNotice:
    """File the member's withdrawal, with effect today or on the later day named.

    Raises RuleViolation for an executive member (規約第9条第2号), StaleState when a notice with the
    same or an earlier day exists.
    """
    return _receive(actor, *filing.from_member(actor), effective_on, reason)


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    effective_on: date | None,
    reason: str,
    received_on: date | None = None,
    scan: tuple[str, bytes] | None = None,
    no_scan: str = "",
) -> WithdrawalNotice:
    """Enter a notice received on paper, by FAX or by mail, on the member's behalf (代行入力).

    received_on: the day of receipt, from which it takes effect; by default today. scan: name and
    content of the scanned paper; no_scan: why there is none. Raises RuleViolation without either.
    """
    actor.require(Role.SECRETARIAT)
    if scan is None and not no_scan.strip():
        raise RuleViolation(
            articles.WITHDRAWAL, "退会届の写しを添付するか、写しがない理由を入力してください。"
        )
    received = filing.on_behalf(actor, KIND, organisation_id, received_by, received_on)
    notice = _receive(actor, *received, effective_on, reason)
    notice.no_scan = no_scan.strip()
    if scan is not None:
        scans.keep(notice, *scan)
    db.session.flush()
    return notice


def _receive(
    actor: Viewer,
    organisation: Organisation,
    receipt: Receipt,
    named_on: date | None,
    reason: str,
) -> WithdrawalNotice:
    verdict = may_withdraw(organisation.standing)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    effective_on = withdrawal_effective_on(receipt.on, named_on)
    _require_earlier(organisation.id, effective_on)
    notice = filing.receive(
        actor,
        KIND,
        organisation,
        receipt,
        trail={"received_by": receipt.by, "effective_on": effective_on.isoformat()},
        state=next_state(WITHDRAWAL, None, WithdrawalVerb.FILE),
        effective_on=effective_on,
        reason=reason.strip(),
    )
    if effective_on <= clock.today():
        _take_effect(actor, notice, organisation)
    return notice


def _require_earlier(organisation_id: int, effective_on: date) -> None:
    """Raise StaleState unless a second notice brings the day forward."""
    pending = waiting(organisation_id)
    if pending is not None and effective_on >= pending.effective_on:
        raise StaleState(
            f"退会届はすでに受け付けています（受付番号 {pending.receipt_number}）。"
            "会員である最後の日を早めるときは、それより前の日を入力してください。"
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


def page(actor: Viewer, *, number: int) -> tuple[Sequence[WithdrawalNotice], int]:
    """Return one page of notices, the newest first, and their total."""
    return filing.page(actor, KIND, None, number, WithdrawalNotice.id.desc())
