"""After a standstill or a leap of the clock, what cannot be undone waits for a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.audit import AuditEntry
from app.models.common.draft import Draft
from app.models.common.timer import ClockGap, Timer
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.common.clock_gaps import GapCause
from app.rules.membership.membership import EndCause
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import clock_gaps, drafts, timer_runs, timers
from app.services.front import timer_desk
from app.services.membership import memberships
from app.tasks.front.timers import purge, sweep
from tests import factories
from tests.support.concurrency import run_concurrently
from tests.support.desk import officer

START = date(2026, 6, 1)
QUESTION, BAR = "contact_question", "readmission_possible"
OUTAGE = timedelta(days=40)
ADMINISTRATOR = Viewer(None, "", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def platform(session: Any, at: Any) -> Any:
    """Have one question due on 28 February 2027 and one bar end on 1 March 2027; return the clock."""
    at(START)
    for other in session.scalars(select(Organisation)):
        other.next_question_on = None
    expelled = factories.member(since=date(2023, 4, 1))
    memberships.end(SYSTEM, expelled, EndCause.EXPULSION, on=date(2024, 2, 29))
    factories.account(Role.SECRETARIAT, email="desk@example.jp")
    at(date(2026, 5, 31))
    factories.member(name="静かな会")
    session.commit()
    at(date(2027, 2, 20))
    sweep()
    return at


def letters(session: Any, purpose: str) -> int:
    """Return about how many subjects there are letters: each officer gets one."""
    session.rollback()
    about = func.count(OutboxMessage.dedupe_key.distinct())
    return int(session.scalar(select(about).where(OutboxMessage.purpose == purpose)))


def gap(session: Any) -> ClockGap:
    session.rollback()
    found = clock_gaps.present()
    assert found is not None
    return found


@pytest.mark.both_databases
def test_after_an_outage_everything_due_fires_once_and_the_irreversible_on_a_click(
    session: Any, platform: Any
) -> None:
    platform(date(2027, 2, 20) + OUTAGE)
    sweep()
    sweep()
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 0)
    found = gap(session)
    assert (found.seen_at, found.found_at) == tuple(
        map(clock.at_start_of, (date(2027, 2, 20), date(2027, 2, 20) + OUTAGE))
    )
    by = officer()
    clock_gaps.settle(by, found.id)
    session.commit()
    sweep()
    sweep()
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 1)
    assert clock_gaps.present() is None
    trail = select(AuditEntry.actor_name).where(AuditEntry.action == "timer.release_all")
    assert session.scalars(trail).all() == [by.name]


def test_one_kind_is_released_alone(session: Any, platform: Any) -> None:
    factories.application(state="unconfirmed", submitted_at=clock.now())
    session.commit()
    platform(date(2027, 2, 20) + OUTAGE)
    sweep()
    timer_desk.release(officer(), gap(session).id, "contact.ask")
    session.commit()
    sweep()
    assert letters(session, QUESTION) == 1
    expired = select(func.count()).where(AuditEntry.action == "application.expire")
    assert session.scalar(expired) == 0


def test_questions_that_wait_are_passed_over_with_a_reason(session: Any, platform: Any) -> None:
    by = officer()
    with pytest.raises(NotFound):
        timer_desk.drop(by, "contact.ask", "電話で確かめた")
    platform(date(2027, 2, 20) + OUTAGE)
    sweep()
    with pytest.raises(RuleViolation):
        timer_desk.drop(by, "contact.ask", "")
    assert timer_desk.drop(by, "contact.ask", "電話で確かめた") == 1
    with pytest.raises(NotFound):
        timer_desk.drop(by, "withdrawal.take_effect", "効力は条文で決まる")
    session.commit()
    clock_gaps.settle(by, gap(session).id)
    session.commit()
    sweep()
    assert letters(session, QUESTION) == 0


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_an_hour_off_holds_nothing_and_repeats_nothing(
    session: Any, platform: Any, hours: int
) -> None:
    for day in (date(2027, 2, 21), *(date(2027, 2, 22) + timedelta(n) for n in range(8))):
        platform(clock.at_start_of(day) + timedelta(hours=10))
        sweep()
        platform(clock.at_start_of(day) + timedelta(hours=10 + hours))
        sweep()
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 1)
    assert clock_gaps.present() is None


def test_a_clock_three_years_ahead_deletes_and_asks_nothing(session: Any, platform: Any) -> None:
    drafts.save(SYSTEM, "apply", "a token", {"name": ["つづき"]})
    session.commit()
    platform(date(2030, 2, 20))
    purge()
    sweep()
    found = gap(session)
    assert found.cause is GapCause.FORWARD
    assert letters(session, QUESTION) == 0
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    platform(date(2027, 2, 21))
    sweep()
    assert gap(session).id == found.id, "the way back prolongs the same gap"
    clock_gaps.settle(officer(), found.id)
    session.commit()
    for day in range(10):
        platform(date(2027, 2, 21) + timedelta(days=day))
        sweep()
        purge()
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 1)
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


@pytest.mark.both_databases
def test_two_sweeps_at_once_find_one_gap_and_fire_once(
    app: Flask, session: Any, platform: Any
) -> None:
    platform(date(2027, 2, 20) + OUTAGE)
    run_concurrently(app, [sweep, sweep])
    assert session.scalar(select(func.count()).select_from(ClockGap)) == 1
    clock_gaps.settle(officer(), gap(session).id)
    session.commit()
    run_concurrently(app, [sweep, sweep])
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 1)


@pytest.mark.both_databases
def test_running_clocks_of_program_and_database_agree(session: Any) -> None:
    sweep()
    assert clock_gaps.present() is None
    told = clock_gaps._database_time()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    assert told is None if is_sqlite else abs(told - clock.now()) < timedelta(minutes=1)


def test_paused_kind_and_paused_timer_wait(session: Any, platform: Any) -> None:
    by = officer()
    [timer] = session.scalars(select(Timer).where(Timer.kind == timers.READMISSION_DAY))
    with pytest.raises(RuleViolation):
        timer_desk.pause(by, "contact.ask", " ")
    timer_desk.pause(by, "contact.ask", "住所録の点検中")
    timers.pause(by, timer.id, "確認中")
    with pytest.raises(StaleState):
        timers.pause(by, timer.id, "二度目")
    session.commit()
    for day in range(10):
        platform(date(2027, 2, 21) + timedelta(days=day))
        sweep()
    assert (letters(session, BAR), letters(session, QUESTION)) == (0, 0)
    timer_desk.resume(by, "contact.ask")
    timers.resume(by, timer.id)
    session.commit()
    sweep()
    assert (letters(session, BAR), letters(session, QUESTION)) == (1, 1)
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("timer.%")))
    assert sorted(actions) == ["timer.pause"] * 2 + ["timer.resume"] * 2


def test_no_timer_runs_before_its_day_and_a_dropped_one_never(session: Any, platform: Any) -> None:
    by = officer()
    [timer] = session.scalars(select(Timer).where(Timer.kind == timers.READMISSION_DAY))
    for verb in (timers.run_now, lambda *given: timers.drop(*given, "間違い")):
        with pytest.raises(RuleViolation):
            verb(by, timer.id)
    platform(date(2027, 3, 1))
    timers.drop(by, timer.id, "すでに知らせたため")
    session.commit()
    sweep()
    assert letters(session, BAR) == 0
    with pytest.raises(StaleState):
        timers.run_now(by, timer.id)


def test_failed_timer_runs_now_when_asked(session: Any, platform: Any) -> None:
    [timer] = session.scalars(select(Timer).where(Timer.kind == timers.READMISSION_DAY))
    platform(date(2027, 3, 1))
    timers.postpone(SYSTEM, timer.id, "OperationalError")
    session.commit()
    sweep()
    assert letters(session, BAR) == 0
    timers.run_now(officer(), timer.id)
    session.commit()
    sweep()
    assert letters(session, BAR) == 1


def test_a_kind_tells_how_it_went(session: Any, platform: Any) -> None:
    platform(date(2027, 2, 28))
    timer_runs.note(SYSTEM, "contact.ask", 0, "OperationalError")
    session.commit()
    assert timer_runs.runs()["contact.ask"].failures == 1
    clock_gaps.settle(officer(), _gap_of_eight_days(session))
    session.commit()
    sweep()
    run = timer_runs.runs()["contact.ask"]
    assert (run.ran_at, run.done, run.failures, run.error) == (clock.now(), 1, 0, "")


def _gap_of_eight_days(session: Any) -> int:
    sweep()
    return gap(session).id


def test_nobody_else_may(session: Any, platform: Any) -> None:
    [timer] = session.scalars(select(Timer).where(Timer.kind == timers.READMISSION_DAY))
    for verb in (
        lambda: timer_desk.pause(ADMINISTRATOR, "contact.ask", "理由"),
        lambda: timers.pause(ADMINISTRATOR, timer.id, "理由"),
        lambda: timers.run_now(ADMINISTRATOR, timer.id),
        lambda: clock_gaps.settle(ADMINISTRATOR, 1),
        lambda: timer_desk.ask_for_sweep(ADMINISTRATOR),
    ):
        with pytest.raises(NotPermitted):
            verb()


@pytest.mark.parametrize("key", ["case.request", "case.coordinate", "nothing"])
def test_the_councils_kinds_are_no_offices_to_pause(session: Any, key: str) -> None:
    with pytest.raises(NotFound):
        timer_desk.pause(officer(), key, "理由")


@pytest.mark.parametrize("key", ["readmission_day", "case.request", "nothing"])
def test_only_the_irreversible_is_released(session: Any, platform: Any, key: str) -> None:
    platform(date(2027, 2, 20) + OUTAGE)
    sweep()
    with pytest.raises(NotFound):
        timer_desk.release(officer(), gap(session).id, key)
