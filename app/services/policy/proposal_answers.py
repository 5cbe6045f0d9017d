"""A decided proposal (政策提言): handed over, answered by the prefecture, followed up each year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.policy import proposal_letters
from app.models.accounts.user import Account
from app.models.policy.proposal import Proposal, ProposalAnswer, ProposalMeasure
from app.rules.common.era import era_date
from app.rules.common.office_settings import AWAITED_NUMBER
from app.rules.policy.advice import Outcome, answer_fault
from app.rules.policy.proposals import (
    FOLLOWED_UP_AFTER,
    MeasureState,
    ProposalEvent,
    day_fault,
    hand_over_fault,
    reminder_due,
)
from app.rules.states.policy.proposal import WAITING, WITH_ANSWER, ProposalState, ProposalVerb
from app.security.viewer import Role, Viewer
from app.services.common import numbers, rows
from app.services.membership.recipients import secretariat
from app.services.policy.proposal_telling import tell
from app.services.policy.proposals import move, on_agenda
from app.services.post import outbox
from app.services.registers import entries


def hand_over(
    actor: Viewer, public_id: str, *, section: str, day: date, due_on: date, number: str = ""
) -> Proposal:
    """Record that it was handed to a section of the prefecture. number: "" for the next one."""
    proposal = _locked(actor, public_id)
    if proposal.decided_on is None:
        raise StaleState("会議でまだ決定していない政策提言は、提出できません。")
    _refuse(hand_over_fault(day, proposal.decided_on, due_on, clock.today()))
    proposal.number = number.strip() or numbers.document_number()
    if proposal.number == AWAITED_NUMBER:
        raise RuleViolation(None, "文書番号を入力してください。", field="number")
    proposal.handed_on, proposal.section, proposal.due_on = day, section.strip(), due_on
    items = (
        ("提出先の課", proposal.section),
        ("提出日", era_date(day)),
        ("回答の期限", era_date(due_on)),
    )
    return move(actor, proposal, ProposalVerb.HAND_OVER, ProposalEvent.HANDED_OVER, items)


def answer(
    actor: Viewer,
    public_id: str,
    *,
    outcome: Outcome,
    reason: str,
    section: str,
    day: date,
    due_on: date | None = None,
) -> Proposal:
    """Record an answer of the prefecture; earlier ones stay. due_on: of the next, while considered."""
    proposal, outcome = _locked(actor, public_id), Outcome(outcome)
    _refuse(answer_fault(outcome, reason.strip(), section.strip(), day))
    _refuse(day_fault(day, proposal.handed_on or clock.today(), clock.today()))
    considered = outcome is Outcome.CONSIDERED
    if considered and (due_on is None or due_on <= day):
        raise RuleViolation(
            None, "検討中のときは、次の回答の期限を入力してください。", field="due_on"
        )
    reason, section = reason.strip(), section.strip()
    said = {"outcome": outcome, "reason": reason, "section": section, "answered_on": day}
    _once(ProposalAnswer, proposal, said)
    proposal.outcome, proposal.answered_on, proposal.followed_on = outcome, day, day
    proposal.due_on = due_on if considered else proposal.due_on
    items = (
        ("回答", outcome.label),
        ("理由", reason),
        ("担当課", section),
        ("回答日", era_date(day)),
    )
    verb = ProposalVerb.CONSIDER if considered else ProposalVerb.ANSWER
    return move(actor, proposal, verb, ProposalEvent.ANSWERED, [item for item in items if item[1]])


def add_measure(
    actor: Viewer, public_id: str, *, text: str, state: MeasureState, day: date
) -> Proposal:
    """Record what the prefecture does or did, as of a day; also that nothing changed (その後)."""
    proposal, state = _locked(actor, public_id), MeasureState(state)
    if proposal.state not in WITH_ANSWER:
        raise StaleState("提出していない政策提言には、措置を登録できません。")
    _refuse(day_fault(day, proposal.handed_on or clock.today(), clock.today()))
    _once(ProposalMeasure, proposal, {"text": text.strip(), "state": state, "day": day})
    proposal.followed_on = max(day, proposal.followed_on or day)
    entries.record(actor, "measure", proposal)
    items = (("措置", text.strip()), ("状況", state.label), ("時点", era_date(day)))
    tell(actor, proposal, ProposalEvent.MEASURE, items)
    return proposal


def close(actor: Viewer, public_id: str) -> Proposal:
    """End it: nothing more is asked. A further answer opens it again."""
    return move(actor, _locked(actor, public_id), ProposalVerb.CLOSE, ProposalEvent.CLOSED)


def answers(proposal: Proposal) -> Sequence[ProposalAnswer]:
    """Return all answers, the latest recorded first."""
    wanted = select(ProposalAnswer).where(ProposalAnswer.proposal_id == proposal.id)
    return db.session.scalars(wanted.order_by(ProposalAnswer.id.desc())).all()


def measures(proposal: Proposal) -> Sequence[ProposalMeasure]:
    """Return the measures, the latest first."""
    wanted = select(ProposalMeasure).where(ProposalMeasure.proposal_id == proposal.id)
    return db.session.scalars(
        wanted.order_by(ProposalMeasure.day.desc(), ProposalMeasure.id.desc())
    ).all()


def is_overdue() -> ColumnElement[bool]:
    """Return the condition that the prefecture's answer is overdue."""
    late = Proposal.due_on < clock.today()
    return and_(Proposal.state.in_(WAITING), Proposal.retired_on.is_(None), late)


def to_follow_up() -> ColumnElement[bool]:
    """Return the condition that a year has passed since anything was recorded (その後)."""
    long_ago = Proposal.followed_on < clock.today() - FOLLOWED_UP_AFTER
    return and_(Proposal.state == ProposalState.ANSWERED, Proposal.retired_on.is_(None), long_ago)


def waiting(actor: Viewer) -> Mapping[str, Sequence[Proposal]]:
    """Return the proposals that wait for the secretariat, by what is to be done (four queries)."""
    actor.require(Role.SECRETARIAT)
    kept = select(Proposal).order_by(Proposal.id)
    wanted = {"answer": is_overdue(), **_next_steps()}
    return {key: db.session.scalars(kept.where(which)).all() for key, which in wanted.items()}


def waits() -> ColumnElement[bool]:
    """Return the condition that a proposal waits for a step of the secretariat but no answer."""
    return or_(*_next_steps().values())


def _next_steps() -> dict[str, ColumnElement[bool]]:
    kept = Proposal.retired_on.is_(None)
    return {
        "hand_over": and_(kept, Proposal.state == ProposalState.DECIDED),
        "agenda": and_(kept, Proposal.state == ProposalState.SUBMITTED, ~on_agenda()),
        "follow_up": to_follow_up(),
    }


def remind_due(actor: Viewer) -> int:
    """Remind the secretariat of overdue answers and of the yearly question; return how many."""
    actor.require(Role.SYSTEM)
    today, officers = clock.today(), secretariat()
    wanted = rows.locking(select(Proposal).where(or_(is_overdue(), to_follow_up())))
    due = [
        each
        for each in db.session.scalars(wanted)
        if reminder_due(_awaited_on(each), today, each.reminded_on)
    ]
    for proposal in due:
        proposal.reminded_on = today
        for account in officers:
            _remind(actor, proposal, account)
    db.session.flush()
    return len(due)


def _awaited_on(proposal: Proposal) -> date:
    """Return the last day on which what is missing was in time."""
    awaited = proposal.due_on if proposal.state in WAITING else proposal.followed_on
    assert awaited is not None
    return awaited if proposal.state in WAITING else awaited + FOLLOWED_UP_AFTER


def _remind(actor: Viewer, proposal: Proposal, account: Account) -> None:
    late = proposal.state in WAITING
    letter = (proposal_letters.overdue if late else proposal_letters.follow_up)(proposal, account)
    period, key = clock.today().isoformat(), f"proposal:{proposal.id}"
    outbox.write(actor, letter, to=account.email, dedupe_key=key, period=period)


def _locked(actor: Viewer, public_id: str) -> Proposal:
    actor.require(Role.SECRETARIAT)
    proposal: Proposal = entries.locked(actor, Proposal, public_id)
    if proposal.retired_on is not None:
        raise StaleState("抹消された政策提言です。")
    return proposal


def _once(model: Any, proposal: Proposal, said: Mapping[str, Any]) -> None:
    """Add a row about a proposal. Raises StaleState if one says the same, as after a second click."""
    if db.session.scalar(select(model.id).filter_by(proposal_id=proposal.id, **said)):
        raise StaleState("同じ内容がすでに登録されています。")
    db.session.add(model(proposal_id=proposal.id, recorded_at=clock.now(), **said))


def _refuse(fault: str) -> None:
    if fault:
        raise RuleViolation(None, fault)
