"""The access log of a case (閲覧の記録) and the coordinator's monthly review of it (月次点検)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.models.cases.case import CaseReview, EmergencyAccess, PassingOn
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import AccessKind, Level, PassingOnBasis, Section
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations
from app.services.common import audit, rows

ACTIONS = {f"case.{look.value}": look for look in AccessKind}
"""Audit actions counted per person."""


@dataclass
class MonthlySummary:
    """One month of a case: accesses per person, emergency accesses, passing-on of information."""

    month: str
    people: list[tuple[str, dict[AccessKind, int]]] = field(default_factory=list)
    """A person's name and the number of accesses by kind."""
    emergencies: Sequence[EmergencyAccess] = ()
    passed_on: dict[PassingOnBasis, int] = field(default_factory=dict)
    review: CaseReview | None = None
    reviewer: str = ""


def page(actor: Viewer, case_id: str, number: int) -> tuple[Sequence[AuditEntry], int]:
    """Return one page of the case's audit trail, latest first. Case managers only."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    wanted = select(AuditEntry).where(*_about(case_id)).order_by(AuditEntry.sequence.desc())
    return rows.page(wanted, number)


def monthly_summary(actor: Viewer, case_id: str, month: str) -> MonthlySummary:
    """Return the summary of a month ("2026-11"). Case managers only.

    Raises ValueError for an invalid month.
    """
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    begins, ends = _span(month)
    found = MonthlySummary(month)
    found.people = _people(case_id, begins, ends)
    found.emergencies = db.session.scalars(
        select(EmergencyAccess)
        .where(
            EmergencyAccess.case_id == case_id,
            EmergencyAccess.opened_at >= begins,
            EmergencyAccess.opened_at < ends,
        )
        .options(joinedload(EmergencyAccess.person).joinedload(CouncilPerson.account))
        .order_by(EmergencyAccess.opened_at)
    ).all()
    counted = db.session.execute(
        select(PassingOn.basis, func.count(PassingOn.id))
        .where(
            PassingOn.case_id == case_id,
            PassingOn.passed_at >= begins,
            PassingOn.passed_at < ends,
        )
        .group_by(PassingOn.basis)
    )
    found.passed_on = {basis: number for basis, number in counted}
    found.review = _review(case_id, month)
    if found.review is not None:
        found.reviewer = db.session.get_one(Account, found.review.reviewed_by_id).get_full_name()
    return found


def review(actor: Viewer, case_id: str, month: str, note: str) -> CaseReview:
    """Record the review of a month and its findings. Case managers only, once per month.

    Raises RuleViolation before the end of the month and without a note.
    """
    cases.for_manager(actor, case_id)
    if _span(month)[1] > clock.now():
        raise RuleViolation(None, "月が終わってから点検してください。")
    if not note.strip():
        raise RuleViolation(None, "点検の結果を入力してください。")
    if _review(case_id, month) is not None:
        raise StaleState("この月の点検はすでに記録されています。")
    done = CaseReview(
        case_id=case_id, month=month, reviewed_at=clock.now(), reviewed_by_id=actor.person()
    )
    vault.seal(done, "note", note.strip())
    db.session.add(done)
    db.session.flush()
    audit.record(actor, "case.review", CASE_SUBJECT, case_id, month=month)
    return done


def note(done: CaseReview) -> str:
    """Return the findings of the review."""
    return str(vault.unseal(done, "note"))


def months(case_id: str, since: datetime) -> list[tuple[str, bool]]:
    """Return the months of a case to date, latest first, each with whether it was reviewed."""
    first, today = clock.local(since).date(), clock.today()
    reviewed = set(
        db.session.scalars(select(CaseReview.month).where(CaseReview.case_id == case_id))
    )
    spans = range(first.year * 12 + first.month - 1, today.year * 12 + today.month)
    names = [f"{number // 12}-{number % 12 + 1:02}" for number in spans]
    return [(name, name in reviewed) for name in reversed(names)]


def _people(
    case_id: str, begins: datetime, ends: datetime
) -> list[tuple[str, dict[AccessKind, int]]]:
    counted = db.session.execute(
        select(
            AuditEntry.actor_id,
            func.max(AuditEntry.actor_name),
            AuditEntry.action,
            func.count(AuditEntry.sequence),
        )
        .where(
            *_about(case_id),
            AuditEntry.at >= begins,
            AuditEntry.at < ends,
            AuditEntry.action.in_(ACTIONS),
        )
        .group_by(AuditEntry.actor_id, AuditEntry.action)
        .order_by(AuditEntry.actor_id)
    )
    people: dict[int | None, tuple[str, dict[AccessKind, int]]] = {}
    for actor_id, name, action, number in counted:
        _name, numbers = people.setdefault(actor_id, (name, dict.fromkeys(AccessKind, 0)))
        numbers[ACTIONS[action]] = number
    return list(people.values())


def _about(case_id: str) -> tuple[ColumnElement[bool], ...]:
    return AuditEntry.subject_type == CASE_SUBJECT, AuditEntry.subject_id == case_id


def _span(month: str) -> tuple[datetime, datetime]:
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return clock.at_start_of(first), clock.at_start_of(after)


def _review(case_id: str, month: str) -> CaseReview | None:
    return db.session.scalars(
        select(CaseReview).where(CaseReview.case_id == case_id, CaseReview.month == month)
    ).one_or_none()
