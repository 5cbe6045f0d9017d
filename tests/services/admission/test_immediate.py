"""A decision outside the batch: proposed by one officer, released by another (要領第2条第2項)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.membership.eligibility import Check
from app.rules.membership.membership import EndCause
from app.rules.states.admission.application import ApplicationState
from app.rules.states.common.approval import ApprovalState
from app.security.viewer import PUBLIC
from app.services.admission import (
    applicants,
    batches,
    corrections,
    decision_letters,
    decisions,
    immediate,
)
from tests import factories
from tests.support.desk import LINKS, officer, ready_application

State = ApplicationState


def letters(session: Any, application_id: int) -> list[str]:
    wanted = select(OutboxMessage.purpose).where(
        OutboxMessage.dedupe_key == f"application:{application_id}"
    )
    return list(session.scalars(wanted))


def test_nobody_accepts_or_refuses_alone(session: Any) -> None:
    one = officer()
    good, bad = ready_application(one).id, factories.application().id
    immediate.propose_acceptance(one, good, "総会に間に合わせるため")
    immediate.propose_refusal(one, bad, "重複のため", words="活動が確認できません。")
    session.commit()
    for pk in (good, bad):
        with pytest.raises(RuleViolation, match="提案した人は承認できません"):
            immediate.release(one, pk, links=LINKS)
        session.rollback()
        assert letters(session, pk) == []
    other = officer()
    assert immediate.release(other, good, links=LINKS).state is State.ACCEPTED
    refused = immediate.release(other, bad, links=LINKS)
    assert (refused.state, refused.decision_reason) == (State.REFUSED, "活動が確認できません。")
    assert letters(session, bad) == ["membership_refused"]
    assert immediate.last(good).reason == "総会に間に合わせるため"


def test_proposal_needs_reason_and_possible_decision(session: Any) -> None:
    one = officer()
    ready, unchecked = ready_application(one), factories.application()
    with pytest.raises(RuleViolation, match="一括決定を待たない理由"):
        immediate.propose_acceptance(one, ready.id, " ")
    with pytest.raises(RuleViolation, match="確認が済んでいません"):
        immediate.propose_acceptance(one, unchecked.id, "急ぎ")
    with pytest.raises(RuleViolation, match="不承認の理由"):
        immediate.propose_refusal(one, unchecked.id, "急ぎ", words="\n")
    immediate.propose_acceptance(one, ready.id, "急ぎ")
    with pytest.raises(StaleState):
        immediate.propose_refusal(one, ready.id, "急ぎ", words="x")


def test_verdict_is_judged_again_at_the_release(session: Any) -> None:
    application = ready_application(officer())
    immediate.propose_acceptance(officer(), application.id, "急ぎ")
    decisions.record_check(
        officer(), application.id, Check.ELIGIBLE_KIND, passed=False, note="個人でした"
    )
    session.commit()
    with pytest.raises(RuleViolation, match="認められません"):
        immediate.release(officer(), application.id, links=LINKS)
    session.rollback()
    assert application.state is State.RECEIVED


def test_another_former_member_named_in_between_makes_the_proposal_stale(session: Any) -> None:
    application = ready_application(officer(), readmission_statement="再開します")
    immediate.propose_acceptance(officer(), application.id, "急ぎ")
    former = factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31))
    decisions.name_former(officer(), application.id, former.id)
    session.commit()
    with pytest.raises(StaleState, match="元会員かどうか"):
        immediate.release(officer(), application.id, links=LINKS)
    session.rollback()


def take_back(application: Any) -> None:
    token = LINKS.status_token(application.id, application.status_nonce)
    applicants.take_back(PUBLIC, token, links=LINKS)


def ask_for_correction(application: Any) -> None:
    corrections.request(officer(), application.id, "番地まで", links=LINKS)


@pytest.mark.parametrize("event", [take_back, ask_for_correction])
def test_proposal_lapses_with_the_application(session: Any, event: Callable[[Any], None]) -> None:
    application = ready_application(officer())
    immediate.propose_acceptance(officer(), application.id, "急ぎ")
    event(application)
    assert immediate.pending(application.id) is None
    assert immediate.last(application.id).state is ApprovalState.LAPSED
    with pytest.raises(StaleState):
        immediate.release(officer(), application.id, links=LINKS)


def test_unanswered_correction_can_be_refused_by_two_persons(session: Any) -> None:
    application = factories.application(State.CORRECTION)
    immediate.propose_refusal(officer(), application.id, "返事がない", words="補正がないため")
    assert immediate.release(officer(), application.id, links=LINKS).state is State.REFUSED


def test_proposed_application_is_in_no_batch_until_it_is_sent_back(session: Any) -> None:
    one, other = officer(), officer()
    application = ready_application(one)
    batch = batches.open_batch(one, [application.id])
    immediate.propose_acceptance(one, application.id, "急ぎ")
    assert application.batch_id is None
    with pytest.raises(StaleState, match="承認待ち"):
        batches.put_in(one, batch.id, [application.id])
    factories.application()
    batches.close(one, batch.id)
    assert application.batch_id is None
    immediate.send_back(other, application.id, "一括で足ります")
    assert immediate.last(application.id).return_reason == "一括で足ります"
    batches.put_in(one, batch.id, [application.id])
    assert application.batch_id == batch.id


def test_letter_is_read_before_the_release_and_nothing_is_written(session: Any) -> None:
    one = officer()
    good, bad = ready_application(one), factories.application()
    immediate.propose_acceptance(one, good.id, "急ぎ")
    immediate.propose_refusal(one, bad.id, "急ぎ", words="活動が確認できません。")
    accepted, refused = (decision_letters.preview(one, row.id, links=LINKS) for row in (good, bad))
    assert accepted.purpose == "membership_accepted" and "決定の時" in accepted.number
    assert ("理由", "活動が確認できません。") in refused.items
    assert letters(session, good.id) == letters(session, bad.id) == []
    assert (good.decided_on, bad.decision_reason) == (None, "")
