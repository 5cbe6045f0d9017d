"""The two-week batch: one person submits, a second approves, all decisions take effect at once."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from time import process_time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.models.membership.membership import Membership
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import EndCause
from app.rules.states.admission.application import ApplicationState, BatchState
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.admission import (
    applicants,
    approvals,
    batches,
    decisions,
    fortnights,
    proposals,
)
from app.services.common import approvals as common_approvals
from tests import factories
from tests.support.desk import LINKS, accept, officer, ready_application

State = ApplicationState


def submitted(submitter: Viewer, accepted: int = 2, refused: int = 1) -> DecisionBatch:
    """Return a batch awaiting approval."""
    for _ in range(accepted + refused):
        ready_application(submitter)
    batch = batches.open_batch(submitter)
    batches.close(submitter, batch.id)
    for number, application in enumerate(batches.members(batch.id)):
        accept = number < accepted
        proposals.propose(
            submitter, application.id, accept=accept, reason="" if accept else "関連がないため"
        )
    return approvals.submit(submitter, batch.id)


def test_closing_includes_exactly_the_received_applications(session: Any) -> None:
    actor = officer()
    received = [factories.application() for _ in range(3)]
    others = [
        factories.application(state=state)
        for state in (State.UNCONFIRMED, State.CORRECTION, State.REFUSED, State.TAKEN_BACK)
    ]
    batch = batches.open_batch(actor)
    assert batches.close(actor, batch.id) == 3
    assert batches.members(batch.id) == received
    assert {other.batch_id for other in others} == {None}
    assert batch.state is BatchState.CLOSED


def test_barred_application_is_left_out(session: Any, at: Callable[[date], None]) -> None:
    at(date(2026, 6, 1))
    actor = officer()
    former = factories.former_member(EndCause.EXPULSION, date(2026, 3, 31), name="もとの会")
    waiting = factories.application(name="もとの会", readmission_statement="改善")
    decisions.name_former(actor, waiting.id, former.id)
    other = factories.application(representative_name="別の人")
    batch = batches.open_batch(actor)
    batches.close(actor, batch.id)
    assert batches.members(batch.id) == [other]

    batches.put_in(actor, batch.id, [waiting.id])
    with pytest.raises(RuleViolation, match="令和11年4月1日"):
        proposals.propose(actor, waiting.id, accept=True)
    proposals.propose(actor, waiting.id, accept=False, reason="期間中のため")
    assert waiting.state is State.PROPOSED


def test_only_one_batch_is_open_at_a_time(session: Any) -> None:
    actor = officer()
    first = batches.open_batch(actor)
    with pytest.raises(RuleViolation):
        batches.open_batch(actor)
    factories.application()
    batches.close(actor, first.id)
    assert batches.open_batch(actor).name != first.name


def test_empty_batch_cannot_be_closed(session: Any) -> None:
    actor = officer()
    batch = batches.open_batch(actor)
    with pytest.raises(RuleViolation):
        batches.close(actor, batch.id)


def test_submission_requires_a_proposal_for_every_application(session: Any) -> None:
    actor = officer()
    ready = ready_application(actor)
    undecided = factories.application(name="まだの会", representative_name="")
    batch = batches.open_batch(actor)
    batches.close(actor, batch.id)
    assert proposals.propose_possible(actor, batch.id) == 1
    assert (ready.state, undecided.state) == (State.PROPOSED, State.RECEIVED)
    with pytest.raises(RuleViolation, match="まだの会"):
        approvals.submit(actor, batch.id)
    session.rollback()


def test_removal_from_the_batch_deletes_the_proposal(session: Any) -> None:
    actor = officer()
    application = ready_application(actor)
    batch = batches.open_batch(actor)
    batches.put_in(actor, batch.id, [application.id])
    proposals.propose(actor, application.id, accept=True)
    batches.take_out(actor, application.id)
    assert (application.state, application.batch_id) == (State.RECEIVED, None)
    assert application.proposed_acceptance is None


def test_proposal_can_be_changed_and_undone(session: Any) -> None:
    actor = officer()
    application = ready_application(actor)
    batch = batches.open_batch(actor)
    batches.put_in(actor, batch.id, [application.id])
    proposals.propose(actor, application.id, accept=False, reason="関連がないため")
    proposals.propose(actor, application.id, accept=True)
    assert (application.proposed_acceptance, application.decision_reason) == (True, "")
    proposals.withdraw_proposal(actor, application.id)
    assert (application.state, application.batch_id) == (State.RECEIVED, batch.id)


def test_proposed_refusal_needs_a_reason(session: Any) -> None:
    actor = officer()
    application = factories.application()
    batch = batches.open_batch(actor)
    batches.put_in(actor, batch.id, [application.id])
    with pytest.raises(RuleViolation):
        proposals.propose(actor, application.id, accept=False, reason=" ")


@pytest.mark.both_databases
def test_approval_by_a_second_person_executes_every_proposal(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first)
    assert approvals.approve(second, batch.id, links=LINKS) == 3
    states = [application.state for application in batches.members(batch.id)]
    assert states == [State.ACCEPTED, State.ACCEPTED, State.REFUSED]
    assert {row.decided_by_id for row in batches.members(batch.id)} == {second.account_id}
    assert approvals.letters(second, batch.id) == {OutboxState.PENDING: 3}
    assert batch.state is BatchState.APPROVED
    assert common_approvals.last(approvals.KIND, batch.id).decided_by_id == second.account_id


def test_submitter_cannot_approve(session: Any) -> None:
    first = officer()
    batch = submitted(first)
    session.commit()
    with pytest.raises(RuleViolation, match="提案した人"):
        approvals.approve(first, batch.id, links=LINKS)
    session.rollback()
    assert letter_count(session) == 0


def test_system_cannot_approve(session: Any) -> None:
    batch = submitted(officer())
    for verb in (
        lambda: approvals.approve(SYSTEM, batch.id, links=LINKS),
        lambda: approvals.send_back(SYSTEM, batch.id, "x"),
    ):
        with pytest.raises(NotPermitted):
            verb()


@pytest.mark.both_databases
def test_second_approval_changes_nothing(session: Any) -> None:
    batch, second = submitted(officer()), officer()
    approvals.approve(second, batch.id, links=LINKS)
    session.commit()
    before = letter_count(session), membership_count(session)
    with pytest.raises(StaleState):
        approvals.approve(second, batch.id, links=LINKS)
    session.rollback()
    assert (letter_count(session), membership_count(session)) == before


def test_returned_batch_can_be_changed_and_resubmitted(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first)
    session.commit()
    with pytest.raises(RuleViolation):
        approvals.send_back(second, batch.id, " ")
    session.rollback()
    with pytest.raises(StaleState):
        proposals.propose(first, batches.members(batch.id)[0].id, accept=False, reason="x")
    session.rollback()
    approvals.send_back(second, batch.id, "1件目を見直してください")
    assert batch.state is BatchState.CLOSED
    proposal = common_approvals.last(approvals.KIND, batch.id)
    assert proposal.return_reason == "1件目を見直してください"
    proposals.propose(first, batches.members(batch.id)[0].id, accept=False, reason="見直した")
    approvals.submit(first, batch.id)
    assert approvals.approve(second, batch.id, links=LINKS) == 3


def test_withdrawn_application_is_not_decided(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first)
    gone = batches.members(batch.id)[0]
    applicants.take_back(SYSTEM, LINKS.status_token(gone.id, gone.status_nonce), links=LINKS)
    assert approvals.approve(second, batch.id, links=LINKS) == 2
    assert (gone.state, gone.batch_id) == (State.TAKEN_BACK, batch.id)
    assert gone.decided_by_id is None


def test_batch_of_which_all_were_taken_back_is_neither_approved_nor_submitted(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first, accepted=1, refused=0)
    (gone,) = batches.members(batch.id)
    applicants.take_back(SYSTEM, LINKS.status_token(gone.id, gone.status_nonce), links=LINKS)
    session.commit()
    with pytest.raises(RuleViolation, match="決定する申込みがありません"):
        approvals.approve(second, batch.id, links=LINKS)
    session.rollback()
    approvals.send_back(second, batch.id, "取り下げられたため")
    session.commit()
    with pytest.raises(RuleViolation, match="決定する申込みがありません"):
        approvals.submit(first, batch.id)
    session.rollback()
    other = ready_application(first)
    batches.put_in(first, batch.id, [other.id])
    proposals.propose(first, other.id, accept=True)
    approvals.submit(first, batch.id)
    assert approvals.approve(second, batch.id, links=LINKS) == 1


def test_two_weeks_are_reminded_of_once(session: Any, at: Callable[[Any], None]) -> None:
    at(date(2026, 11, 2))
    officer()
    batch = batches.open_batch(officer())
    assert (fortnights.last_day(batch), fortnights.closes_on(batch)) == (
        date(2026, 11, 15),
        date(2026, 11, 16),
    )
    at(date(2026, 11, 15))
    assert fortnights.remind_due(SYSTEM) == 0 and not fortnights.is_overdue(batch)
    at(date(2026, 11, 16))
    assert fortnights.remind_due(SYSTEM) == 1 and fortnights.is_overdue(batch)
    assert fortnights.remind_due(SYSTEM) == 0
    told = select(OutboxMessage.recipient).where(OutboxMessage.purpose == "batch_to_close")
    assert len(set(session.scalars(told))) == len(session.scalars(told).all()) >= 2


def test_batch_is_started_with_an_application(session: Any) -> None:
    application = factories.application()
    batch = batches.open_batch(officer(), [application.id])
    assert batches.members(batch.id) == [application]


def test_proposal_no_longer_possible_blocks_the_batch_and_is_named(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first, accepted=3, refused=0)
    late = batches.members(batch.id)[1]
    factories.former_member(EndCause.EXPULSION, date(2026, 10, 31), name=late.name)
    session.commit()
    before = letter_count(session), membership_count(session)
    with pytest.raises(RuleViolation) as refusal:
        approvals.approve(second, batch.id, links=LINKS)
    session.rollback()
    assert late.name in refusal.value.message and "似ています" in refusal.value.message
    assert (letter_count(session), membership_count(session)) == before
    assert {row.state for row in batches.members(batch.id)} == {State.PROPOSED}


def test_same_organisation_twice_in_a_batch_blocks_it(session: Any) -> None:
    first, second = officer(), officer()
    for _ in range(2):
        ready_application(first, name="ふたごの会")
    batch = batches.open_batch(first)
    batches.close(first, batch.id)
    assert proposals.propose_possible(first, batch.id) == 2
    approvals.submit(first, batch.id)
    session.commit()
    with pytest.raises(RuleViolation, match="ふたごの会"):
        approvals.approve(second, batch.id, links=LINKS)
    session.rollback()


def test_single_decision_removes_the_application_from_the_batch(session: Any) -> None:
    actor = officer()
    application = ready_application(actor)
    batch = batches.open_batch(actor)
    batches.put_in(actor, batch.id, [application.id])
    accept(actor, application.id)
    assert batches.members(batch.id) == []


@pytest.mark.both_databases
def test_concurrent_approvals_take_effect_once(app: Flask, session: Any) -> None:
    people = [officer(), officer()]
    batch_id = submitted(officer()).id
    session.commit()
    outcomes = race(app, [lambda who=who: approve_and_commit(who, batch_id) for who in people])
    assert sorted(outcomes) == ["StaleState", "approved"]
    session.expire_all()
    assert letter_count(session) == 3
    assert membership_count(session) == 34 + 2


@pytest.mark.both_databases
def test_concurrent_withdrawal_and_approval_exclude_each_other(app: Flask, session: Any) -> None:
    second = officer()
    batch_id = submitted(officer(), accepted=1, refused=0).id
    (application,) = batches.members(batch_id)
    token, application_id = (
        LINKS.status_token(application.id, application.status_nonce),
        application.id,
    )
    session.commit()

    def take_back() -> str:
        applicants.take_back(SYSTEM, token, links=LINKS)
        db.session.commit()
        return "taken back"

    outcomes = race(app, [take_back, lambda: approve_and_commit(second, batch_id)])
    session.expire_all()
    state = session.get(Application, application_id).state
    if state is State.TAKEN_BACK:
        assert (letter_count(session), membership_count(session)) == (0, 34)
    else:
        assert state is State.ACCEPTED and "StaleState" in outcomes
        assert (letter_count(session), membership_count(session)) == (1, 35)


def test_applications_are_approved_at_twenty_a_second(session: Any) -> None:
    first, second = officer(), officer()
    batch = submitted(first, accepted=45, refused=15)
    session.commit()
    begun = process_time()
    assert approvals.approve(second, batch.id, links=LINKS) == 60
    session.commit()
    assert process_time() - begun < 3
    assert letter_count(session) == 60


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SECRETARIAT, Role.SYSTEM)])
def test_only_the_secretariat_handles_batches(session: Any, role: Role) -> None:
    batch = submitted(officer())
    pk = batches.members(batch.id)[0].id
    who = Viewer(1, "someone", frozenset({role}), 1)
    verbs: list[Callable[[], object]] = [
        lambda: batches.open_batch(who),
        lambda: batches.put_in(who, batch.id, [pk]),
        lambda: batches.take_out(who, pk),
        lambda: batches.close(who, batch.id),
        lambda: proposals.propose(who, pk, accept=True),
        lambda: proposals.propose_possible(who, batch.id),
        lambda: proposals.withdraw_proposal(who, pk),
        lambda: approvals.submit(who, batch.id),
        lambda: approvals.approve(who, batch.id, links=LINKS),
        lambda: approvals.send_back(who, batch.id, "x"),
        lambda: approvals.letters(who, batch.id),
    ]
    for verb in verbs:
        with pytest.raises(NotPermitted):
            verb()


def test_unknown_batch_is_not_found(session: Any) -> None:
    with pytest.raises(NotFound):
        approvals.approve(officer(), 4711, links=LINKS)


def approve_and_commit(who: Viewer, batch_id: int) -> str:
    approvals.approve(who, batch_id, links=LINKS)
    db.session.commit()
    return "approved"


def race(app: Flask, works: list[Callable[[], str]]) -> list[str]:
    """Run all calls concurrently, each in its own thread and session; return their outcomes."""
    barrier, outcomes = Barrier(len(works)), []

    def run(work: Callable[[], str]) -> None:
        with app.app_context(), acting_as_system(db.session):
            barrier.wait()
            try:
                outcomes.append(work())
            except (StaleState, RuleViolation) as refusal:
                db.session.rollback()
                outcomes.append(type(refusal).__name__)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def letter_count(session: Any) -> int:
    purposes = OutboxMessage.purpose.in_(approvals.DECISION_LETTERS)
    return int(session.scalar(select(func.count()).select_from(OutboxMessage).where(purposes)))


def membership_count(session: Any) -> int:
    current = select(func.count()).select_from(Membership).where(Membership.ended_on.is_(None))
    return int(session.scalar(current))


def test_reason_is_given_if_no_proposal_is_possible(session: Any) -> None:
    actor = officer()
    undecided = factories.application(name="まだの会", representative_name="")
    batch = batches.open_batch(actor)
    batches.close(actor, batch.id)

    with pytest.raises(RuleViolation, match="案を付けられる申込みがありません"):
        proposals.propose_possible(actor, batch.id)
    shown = batches.one(actor, batch.id)
    assert "確認が済んでいません" in proposals.obstacles(actor, shown)[undecided.id]
