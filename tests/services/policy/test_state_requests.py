"""Reminders of the state's requests: to the secretariat, before and after the deadline."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotPermitted, RuleViolation
from app.extensions import db
from app.models.policy.state_request import StateRequest
from app.models.post.outbox import OutboxMessage
from app.rules.policy.state_requests import AddressedTo, Basis
from app.security.viewer import PUBLIC, SYSTEM, Role
from app.services.front import timer_kinds
from app.services.policy import state_requests
from app.services.registers import entries
from tests import factories

SUBJECT = "重点計画の改定に関する意見の照会"


def asked(due_on: date = date(2026, 12, 10), **more: Any) -> StateRequest:
    given = {"subject": SUBJECT, "basis": Basis.OPINION, "addressed_to": AddressedTo.PREFECTURE}
    days = {"received_on": date(2026, 11, 20), "due_on": due_on}
    found: StateRequest = entries.add(SYSTEM, StateRequest, {**given, **days, **more})
    return found


def letters() -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.purpose == "state_request_due")
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_secretariat_is_told_before_and_after_the_deadline(session: Any, at: Any) -> None:
    officer = factories.account(Role.SECRETARIAT)
    asked()
    at(date(2026, 12, 4))
    assert state_requests.remind_due(SYSTEM) == 0
    at(date(2026, 12, 7))
    assert state_requests.remind_due(SYSTEM) == 1
    assert state_requests.remind_due(SYSTEM) == 0
    at(date(2026, 12, 11))
    assert state_requests.remind_due(SYSTEM) == 1
    at(date(2026, 12, 25))
    assert state_requests.remind_due(SYSTEM) == 0

    told = [letter for letter in letters() if letter.recipient == officer.email]
    assert ["期限が近づいています" in told[0].subject, "期限を過ぎました" in told[1].subject] == [
        True,
        True,
    ]
    assert SUBJECT in told[0].body
    assert "令和8年12月10日" in told[0].body


def test_answered_and_retired_ones_are_not_brought_to_mind(session: Any, at: Any) -> None:
    factories.account(Role.SECRETARIAT)
    at(date(2026, 12, 7))
    asked(answer="意見はありません。", answered_on=date(2026, 12, 1))
    entries.retire(SYSTEM, StateRequest, asked().public_id, "取り下げられた")
    assert state_requests.remind_due(SYSTEM) == 0
    assert letters() == []


def test_answer_without_a_day_is_refused(session: Any) -> None:
    with pytest.raises(RuleViolation, match="回答日"):
        asked(answer="意見はありません。")


def test_sweep_is_due_work_of_the_software(session: Any) -> None:
    assert "state_request.remind" in timer_kinds.kinds()
    with pytest.raises(NotPermitted):
        state_requests.remind_due(PUBLIC)
