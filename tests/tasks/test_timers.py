"""Due timers notify once, on their day."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import clock, tasks
from app.extensions import celery
from app.models.common.timer import Timer
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import EndCause
from app.security.viewer import SYSTEM, Role
from app.services.common import timers
from app.services.front import timer_kinds
from app.services.membership import memberships, reminders
from app.tasks.front.timers import sweep
from tests import factories

CANARY = "someone@example.jp"


@pytest.fixture
def expelled(session: Any) -> Any:
    """Create a member expelled on 29 February 2024; the last day of its bar is 28 February 2027."""
    organisation = factories.member(since=date(2023, 4, 1))
    memberships.end(SYSTEM, organisation, EndCause.EXPULSION, on=date(2024, 2, 29))
    factories.account(Role.SECRETARIAT, email="desk@example.jp")
    session.commit()
    return organisation


def letters(session: Any) -> list[OutboxMessage]:
    session.rollback()
    found = select(OutboxMessage).where(OutboxMessage.purpose == "readmission_possible")
    return list(session.scalars(found))


def test_secretariat_is_notified_on_the_first_possible_readmission_day(
    session: Any, at: Any, expelled: Any
) -> None:
    at(date(2027, 2, 28))
    sweep()
    assert letters(session) == []

    at(date(2027, 3, 1))
    sweep()
    sweep()
    [letter] = letters(session)
    assert letter.recipient == "desk@example.jp"
    assert expelled.name in letter.body
    assert "令和9年3月1日" in letter.body


def test_notification_does_not_readmit(session: Any, at: Any, expelled: Any) -> None:
    at(date(2027, 3, 1))
    sweep()
    session.refresh(expelled)

    assert expelled.standing.value == "former"


def test_failing_timer_is_retried_later_and_blocks_no_other(
    session: Any, at: Any, expelled: Any
) -> None:
    timers.schedule("nobody_knows_this_kind", 1, clock.now())
    session.commit()
    at(date(2027, 3, 1))
    sweep()

    assert len(letters(session)) == 1
    failed = session.scalars(select(Timer).where(Timer.kind == "nobody_knows_this_kind")).one()
    assert failed.done_at is None
    assert failed.attempts == 1
    assert "KeyError" in failed.error
    assert failed.next_at > clock.now()


def test_values_of_a_failed_statement_are_in_no_log_and_no_timer(
    session: Any, at: Any, expelled: Any, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    def fails(*_given: Any) -> None:
        session.execute(text("INSERT INTO nowhere VALUES (:address)"), {"address": CANARY})

    broken = [replace(each, handler=fails) for each in reminders.TIMED]
    monkeypatch.setattr(reminders, "TIMED", broken)
    at(date(2027, 3, 1))
    sweep()
    [timer] = session.scalars(select(Timer).where(Timer.kind == timers.READMISSION_DAY))
    assert timer.error == "OperationalError" and timer.attempts == 1
    assert "OperationalError" in caplog.text and CANARY not in caplog.text


def test_timer_scheduled_twice_exists_once(session: Any) -> None:
    due = clock.now()
    for _ in range(2):
        timers.schedule(timers.READMISSION_DAY, 7, due)

    assert len(session.scalars(select(Timer).where(Timer.subject_id == 7)).all()) == 1


def test_every_scheduled_kind_has_a_handler() -> None:
    kinds = {value for name, value in vars(timers).items() if name.isupper() and type(value) is str}

    assert kinds == set(timer_kinds.timed())


def test_every_task_in_the_schedule_exists(app: Flask) -> None:
    for module in tasks.modules():  # as the worker does at start
        import_module(module)
    assert set(tasks.schedule()) <= set(celery.tasks)
