"""Patronage: two officers decide, an official letter, a report, a reminder."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.documents.common import letter as letters_on_paper
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.exchange.patronage import Patronage
from app.models.post.outbox import OutboxMessage
from app.rules.states.exchange.patronage import PatronageStage
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.common import approvals, settings
from app.services.exchange import patronages
from app.services.registers import entries
from tests import factories
from tests.support import exchange
from tests.support.desk import officer
from tests.support.exchange import acting

VALUES = {
    "name": "孤独・孤立を考えるフォーラム",
    "place": "倉吉未来中心",
    "purpose": "住民向けの講演",
    "expected": 100,
    "fee": "無料",
}


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def test_one_proposes_another_releases_and_the_member_gets_a_numbered_letter(session: Any) -> None:
    settings._store(SYSTEM, {"numbering": "counted", "number_sign": "孤独孤立"})
    first, second = officer(), officer()
    member = factories.member(business_contact_email="office@npo.example.jp")
    actor = acting(session, member)
    held = {"held_on": clock.today() + timedelta(days=20)}
    row = patronages.add(actor, Patronage, VALUES | held)
    assert letters(session, "patronage_waits")
    with pytest.raises(NotPermitted):
        patronages.propose(actor, row.public_id, granted=True, words="")

    guard.set_viewer(session, first)
    patronages.propose(first, row.public_id, granted=True, words="収支を報告すること。")
    with pytest.raises(RuleViolation, match="提案した人"):
        patronages.release(first, row.public_id)
    row = patronages.release(second, row.public_id)
    assert (row.stage, row.decided_on) == (PatronageStage.GRANTED, clock.today())
    (told,) = letters(session, "patronage_decided")
    assert told.recipient == "office@npo.example.jp"
    assert told.number.startswith("孤独孤立第") and "収支を報告すること。" in told.body
    paper = letters_on_paper.pdf(letters_on_paper.from_json(told.letter or {}))
    assert paper.startswith(b"%PDF")
    with pytest.raises(StaleState):
        patronages.release(second, row.public_id)


def test_refusal_needs_a_reason_and_a_change_in_between_a_new_proposal(session: Any) -> None:
    first, second = officer(), officer()
    member = factories.member()
    row = exchange.patronage(member.id)
    with pytest.raises(RuleViolation, match="理由"):
        patronages.propose(first, row.public_id, granted=False, words=" ")
    patronages.propose(first, row.public_id, granted=False, words="営利の行事のため")
    actor = acting(session, member)
    entries.change(actor, Patronage, row.public_id, {"fee": "無料"})
    row.changed_at = clock.now() + timedelta(seconds=1)
    session.flush()
    guard.set_viewer(session, second)
    with pytest.raises(StaleState, match="変わりました"):
        patronages.release(second, row.public_id)


def test_what_was_decided_the_member_changes_no_more(session: Any) -> None:
    member = factories.member()
    row = exchange.granted(member.id)
    actor = acting(session, member)
    with pytest.raises(RuleViolation, match="決定の後"):
        entries.change(actor, Patronage, row.public_id, {"place": "別の場所"})


def test_report_comes_after_the_event_and_is_reminded_of_once(session: Any, at: Any) -> None:
    member = factories.member(business_contact_email="office@npo.example.jp")
    row = exchange.granted(member.id)
    assert patronages.remind_due(SYSTEM) == 0
    at(clock.now() + timedelta(days=20))
    assert patronages.remind_due(SYSTEM) == 1
    assert patronages.remind_due(SYSTEM) == 0
    assert [each.recipient for each in letters(session, "patronage_report_due")] == [
        "office@npo.example.jp"
    ]
    actor = acting(session, member)
    row = patronages.report(actor, row.public_id, visitors=83, text="盛会でした。")
    assert (row.stage, row.visitors) == (PatronageStage.REPORTED, 83)
    with pytest.raises(StaleState):
        patronages.report(actor, row.public_id, visitors=84, text="もう一度")
    ahead = exchange.patronage(member.id)
    ahead.stage = PatronageStage.GRANTED
    session.flush()
    with pytest.raises(RuleViolation, match="終わってから"):
        patronages.report(actor, ahead.public_id, visitors=1, text="早い")


def test_past_event_and_another_members_application(session: Any) -> None:
    actor = acting(session, factories.member())
    with pytest.raises(RuleViolation, match="終わった行事"):
        past = {"held_on": clock.today() - timedelta(days=1)}
        patronages.add(actor, Patronage, VALUES | past)
    with pytest.raises(NotFound):
        patronages.report(actor, exchange.granted().public_id, visitors=1, text="x")


def test_withdrawn_application_takes_its_proposal_along(session: Any) -> None:
    row = exchange.proposed()
    member = session.get(factories.Organisation, row.organisation_id)
    actor = acting(session, member)
    row = patronages.withdraw(actor, Patronage, row.public_id, "中止のため")
    assert row.stage is PatronageStage.WITHDRAWN
    assert approvals.pending(patronages.KIND, row.public_id) is None


def test_what_was_reported_the_member_withdraws_no_more(session: Any) -> None:
    row = exchange.granted()
    member = session.get(factories.Organisation, row.organisation_id)
    actor = acting(session, member)
    patronages.report(actor, row.public_id, visitors=12, text="開きました。")
    with pytest.raises(RuleViolation, match="取り下げられません"):
        patronages.withdraw(actor, Patronage, row.public_id, "隠したい")
