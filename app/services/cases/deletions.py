"""Deletion of a case: proposed after retention, approved by a second person, key destroyed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import DeletionRecord, SupportCase
from app.models.common.scope import CaseScoped
from app.rules.common import articles
from app.rules.common.periods import period_end
from app.rules.states.cases.case import CASE, CaseState, CaseVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT, case_classes
from app.security.viewer import Role, Viewer
from app.services.cases import cases, deletion_bars, participations
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.council import mail as council_mail

DAYS_OF_A_YEAR = 365


def propose_due(actor: Viewer, *, years: int, links: Links) -> int:
    """Propose deletion of closed cases past their retention period; returns how many.

    Cases on hold (保存の継続), and those that something bars, are skipped. The case managers are
    notified.
    """
    actor.require(Role.SYSTEM)
    today = clock.today()
    longest_ago = today - timedelta(days=DAYS_OF_A_YEAR * years)
    closed = select(SupportCase).where(
        SupportCase.state == CaseState.CLOSED,
        SupportCase.is_held.is_(False),
        SupportCase.closed_on < longest_ago,
        *(~bar for bar in deletion_bars.conditions().values()),
    )
    ordered = closed.order_by(SupportCase.closed_on, SupportCase.id).limit(rows.AT_ONCE)
    due = [
        case
        for case in db.session.scalars(ordered.with_for_update(skip_locked=True))
        if is_over(case, years)
    ]
    for case in due:
        _propose(actor, case, links)
    return len(due)


def is_over(case: SupportCase, years: int) -> bool:
    """Whether the retention period of a closed case has ended (民法第140条, 第143条)."""
    return case.closed_on is not None and period_end(case.closed_on, years=years) < clock.today()


def propose(actor: Viewer, case_id: str, *, years: int, links: Links) -> None:
    """Propose a deletion manually after the retention period. A second person approves it.

    Raises RuleViolation before the end of the period, for a case on hold, and while a request for
    disclosure, the review of an emergency access or an incident is open.
    """
    case = cases.for_manager(actor, case_id)
    if case.is_held:
        raise RuleViolation(articles.COUNCIL_SUPPORT, "保存を継続しているケースは削除できません。")
    if case.state is CaseState.CLOSED and not is_over(case, years):
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, f"終結から{years}年の保存期間が終わっていません。"
        )
    deletion_bars.check(case.id)
    case.deletion_proposed_by_id = actor.person()
    _propose(actor, case, links)


def _propose(actor: Viewer, case: SupportCase, links: Links) -> None:
    case.state = next_state(CASE, case.state, CaseVerb.PROPOSE_DELETION)
    db.session.flush()
    audit.record(actor, "case.propose_deletion", CASE_SUBJECT, case.id)
    council_mail.notify(actor, participations.managers(case.id), links)


def to_approve(actor: Viewer) -> Select[Any]:
    """Return the query for cases awaiting the actor's approval: managed, proposed by others."""
    proposed_by = SupportCase.deletion_proposed_by_id
    return select(SupportCase).where(
        SupportCase.state == CaseState.TO_DELETE,
        SupportCase.id.in_(participations.managed(actor)),
        or_(proposed_by.is_(None), proposed_by != actor.person()),
    )


def hold(actor: Viewer, case_id: str, reason: str) -> SupportCase:
    """Put a case on hold (保存の継続) with a reason. A pending deletion proposal lapses."""
    case = cases.for_manager(actor, case_id)
    if not reason.strip():
        raise RuleViolation(articles.COUNCIL_SUPPORT, "保存を継続する理由を入力してください。")
    if case.state is CaseState.TO_DELETE:
        case.state = next_state(CASE, case.state, CaseVerb.KEEP)
    case.deletion_proposed_by_id, case.is_held = None, True
    vault.seal(case, "hold_reason", reason.strip())
    db.session.flush()
    audit.record(actor, "case.keep", CASE_SUBJECT, case.id)
    return case


def end_hold(actor: Viewer, case_id: str) -> None:
    """End the hold: deletion is proposed once the retention period has ended."""
    case = cases.for_manager(actor, case_id)
    case.is_held, case.hold_reason = False, None
    db.session.flush()
    audit.record(actor, "case.end_keeping", CASE_SUBJECT, case.id)


def approve(actor: Viewer, case_id: str) -> None:
    """Delete a case with all its rows. Only a DeletionRecord and the audit trail remain.

    The caller commits and then calls destroy_keys. Raises RuleViolation for the proposer, and as
    `propose` does for what is open: it may have come since.
    """
    case = cases.for_manager(actor, case_id)
    if case.state is not CaseState.TO_DELETE or case.closed_on is None:
        raise RuleViolation(articles.COUNCIL_SUPPORT, "このケースの削除は提案されていません。")
    if case.deletion_proposed_by_id == actor.person():
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "削除を提案した人は承認できません。ほかの人が承認します。"
        )
    deletion_bars.check(case.id)
    deletion = DeletionRecord(
        case_id=case.id,
        alias=case.alias,
        closed_on=case.closed_on,
        deleted_at=clock.now(),
        proposed_by_id=case.deletion_proposed_by_id,
        approved_by_id=actor.person(),
    )
    with guard.acting_as_system(
        db.session
    ):  # no user may bulk-delete case rows, and the actor has no access any more
        db.session.expunge_all()
        deletion.rows = _delete_rows(case_id)
        db.session.add(deletion)
        db.session.flush()
    audit.record(actor, "case.delete", CASE_SUBJECT, case_id, rows=deletion.rows)


def _delete_rows(case_id: str) -> int:
    """Delete every row of the case, referring rows first; returns how many."""
    classes: list[Any] = [each for each in case_classes() if issubclass(each, CaseScoped)]
    order = {table: place for place, table in enumerate(db.metadata.sorted_tables)}
    classes.sort(key=lambda each: order[each.__table__], reverse=True)
    wanted = [delete(each).where(each.case_id == case_id) for each in classes]
    wanted.append(delete(SupportCase).where(SupportCase.id == case_id))
    options = {"synchronize_session": False}
    done = [db.session.execute(each, execution_options=options) for each in wanted]
    return sum(result.rowcount for result in done)  # type: ignore[attr-defined]


def destroy_keys(actor: Viewer) -> int:
    """Destroy the keys of deleted cases, here and in the store's copies; returns how many.

    Called after the deletion is committed: without the key, a rollback would be useless. A key
    that reappears, from a disk that was offline or an old backup, is destroyed again.
    """
    with guard.acting_as_system(db.session):  # no user may write a DeletionRecord
        deleted = db.session.execute(
            select(DeletionRecord.case_id, DeletionRecord.key_destroyed_at)
        )
        here = [each for each, at in deleted if at is None or vault.key_store().is_anywhere(each)]
        found = select(DeletionRecord).where(DeletionRecord.case_id.in_(here))
        waiting = db.session.scalars(found.with_for_update()).all()
        for record in waiting:
            vault.key_store().destroy(record.case_id)
            record.key_destroyed_at = clock.now()
            audit.record(actor, "case.destroy_key", CASE_SUBJECT, record.case_id)
        db.session.flush()
    return len(waiting)


def page(actor: Viewer, number: int) -> tuple[Sequence[DeletionRecord], int]:
    """Return one page of deleted cases, latest first, and the total, for persons of the council."""
    actor.require(Role.COUNCIL)
    wanted = select(DeletionRecord).order_by(
        DeletionRecord.deleted_at.desc(), DeletionRecord.id.desc()
    )
    return rows.page(wanted, number)
