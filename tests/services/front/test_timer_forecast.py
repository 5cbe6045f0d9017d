"""The simulation of due work: it writes nothing, and what it says then happens."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import EndCause, ReceivedBy
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import clock_gaps, heartbeats, timer_runs, timers
from app.services.filings import withdrawals
from app.services.front import timer_forecast
from app.services.front.timer_forecast import Forecast
from app.services.membership import memberships
from app.tasks.front.timers import sweep
from app.views.common.rehearsal import rehearse
from tests import factories
from tests.support import all_rows
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer

TODAY, UNTIL = date(2026, 12, 1), date(2027, 2, 15)


@pytest.fixture
def busy(session: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have much fall due in the eleven weeks from 1 December 2026 on, on a machine however slow."""
    monkeypatch.setattr(timer_forecast, "PATIENCE", timedelta(minutes=5))
    at(date(2026, 3, 5))
    for other in session.scalars(select(Organisation)):
        other.next_question_on = None
    asked = factories.member(name="静かな会")
    factories.member(name="宛先のない会", email="", business_contact_email="")
    leaving = factories.member(name="退く会")
    expelled = factories.member(since=date(2023, 4, 1), name="除かれた会")
    memberships.end(SYSTEM, expelled, EndCause.EXPULSION, on=date(2024, 2, 10))
    factories.account(Role.SECRETARIAT, email="desk@example.jp")
    at(TODAY)
    withdrawals.enter(
        officer(),
        leaving.id,
        received_by=ReceivedBy.PAPER,
        effective_on=date(2027, 2, 12),
        reason="",
        no_scan="原本を保管",
    )
    factories.application(state="unconfirmed", submitted_at=clock.now(), name="確かめない会")
    correction = factories.application(state="correction", name="直す会")
    correction.remind_on = date(2026, 12, 12)  # a Saturday
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    assert asked.next_question_on == date(2026, 12, 5)
    session.commit()


def forecast(until: date = UNTIL) -> Forecast:
    return rehearse(lambda actor: timer_forecast.run(actor, until, LINKS))


def fired(found: Forecast) -> list[tuple[date, str, int]]:
    return [(each.on, each.kind.key, each.number) for each in found.fired]


@pytest.mark.both_databases
def test_it_writes_nothing(session: Any, busy: None) -> None:
    before = all_rows.rows()
    assert forecast().fired
    assert all_rows.rows() == before


def test_the_files_stay_byte_for_byte(app: Flask, session: Any, busy: None) -> None:
    session.rollback()
    file = Path(db.engine.url.database or "")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folders = [file.parent, Path(app.config["INSTANCE_DIR"])]
    before = contents(folders)
    assert forecast().fired
    assert contents(folders) == before


def contents(folders: list[Path]) -> dict[Path, str]:
    """Return the hash of each file, except SQLite's list of readers and what it writes ahead."""
    return {
        file: hashlib.sha256(file.read_bytes()).hexdigest()
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(("-shm", "-wal"))
    }


def test_what_it_says_then_happens(session: Any, at: Any, busy: None) -> None:
    said = fired(forecast())
    days, happened = {each[0] for each in said}, []
    for number in range((UNTIL - TODAY).days + 1):
        day = TODAY + timedelta(days=number)
        at(clock.at_start_of(day + timedelta(days=1)) - timedelta(minutes=1))
        moment = clock.now()
        if number % 7 and not days & {day, day + timedelta(days=1)}:
            heartbeats.beat(SYSTEM, clock_gaps.SEEN)
            continue
        sweep()
        session.rollback()
        happened += [
            (day, kind, 1)
            for kind in session.scalars(select(Timer.kind).where(Timer.done_at == moment))
        ]
        happened += [
            (day, run.kind, run.done)
            for run in timer_runs.runs().values()
            if run.ran_at == moment and "." in run.kind
        ]
    assert sorted(said) == sorted(happened)
    assert {kind for _day, kind, _number in said} == {
        "meeting_reminder",
        "readmission_day",
        "application.expire",
        "application.remind",
        "withdrawal.take_effect",
        "contact.ask",
        "letter.drop_outdated",
    }


def test_it_names_for_whom(session: Any, busy: None) -> None:
    whom = {each.kind.key: "、".join(each.whom) for each in forecast().fired}
    assert "静かな会" in whom["contact.ask"] and "宛先のない会" in whom["contact.ask"]
    assert "除かれた会" in whom["readmission_day"]
    assert "退く会" in whom["withdrawal.take_effect"]
    assert "確かめない会" in whom["application.expire"]


def test_reminders_wait_for_a_working_day(session: Any, busy: None) -> None:
    days = [each.on for each in forecast().fired if each.kind.key == "application.remind"]
    assert days[0] == date(2026, 12, 14), "a Monday"


def test_paused_kinds_and_failures_are_told(session: Any, busy: None) -> None:
    timer_runs.pause(officer(), "contact.ask", "点検")
    timers.schedule(timers.READMISSION_DAY, 999_999, clock.now())
    session.commit()
    found = forecast().fired
    assert all(each.kind.key != "contact.ask" for each in found)
    assert [each.failed for each in found if each.failed] == ["NoResultFound"]


def test_nothing_in_a_rehearsal_can_be_committed(session: Any, busy: None) -> None:
    def commits(_actor: Viewer) -> None:
        factories.member(name="残らない会")
        db.session.commit()

    before = all_rows.rows()
    with pytest.raises(RuntimeError):
        rehearse(commits)
    assert all_rows.rows() == before


def test_the_clock_of_others_goes_on(session: Any, busy: None) -> None:
    now = clock.now()
    with clock.imagine(now + timedelta(days=9)):
        assert clock.now() == now + timedelta(days=9)
        assert rehearse(lambda _actor: clock.now()) == now
    assert clock.now() == now
