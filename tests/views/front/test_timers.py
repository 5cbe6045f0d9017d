"""The pages of due work: what they show to whom, and their buttons."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.common.audit import AuditEntry
from app.models.common.timer import Timer
from app.rules.common.office_settings import Section
from app.rules.meeting.agenda import MeetingForm
from app.services.common import clock_gaps, settings, timers
from app.services.front import timer_kinds, timer_moves
from app.tasks.front.timers import sweep
from tests import factories
from tests.support import all_rows
from tests.support import meetings as hall
from tests.support.accounts import press
from tests.support.desk import officer
from tests.support.queries import counted

TODAY = date(2026, 12, 1)


@pytest.fixture
def desk(session: Any, at: Any, client_as: Any) -> Any:
    at(TODAY)
    return client_as("secretariat")


def due_timer(session: Any) -> Timer:
    timers.schedule(timers.READMISSION_DAY, factories.member(name="待つ会").id, clock.now())
    session.commit()
    found = select(Timer).where(Timer.kind == timers.READMISSION_DAY)
    return session.scalars(found.order_by(Timer.id.desc())).first()


def test_every_kind_is_shown_with_name_basis_and_effect(desk: Any) -> None:
    text = desk.get("/timers/").text
    for kind in timer_kinds.kinds().values():
        for words in (kind.name, kind.basis, kind.reason):
            assert words in text, words


def test_every_kind_declares_itself_once(session: Any) -> None:
    keys = [each.kind.key for each in timer_kinds.due()] + list(timer_kinds.timed())
    assert len(keys) == len(set(keys)) and max(map(len, keys)) <= 40
    irreversible = {key for key, kind in timer_kinds.kinds().items() if kind.is_irreversible}
    assert irreversible == {
        "application.expire",
        "news.digest",
        "withdrawal.take_effect",
        "contact.ask",
        "case.coordinate",
        "data.purge",
        "letter.drop_outdated",
        "event.forget",
        "event_seats",
    }
    waiting = {key for key, kind in timer_kinds.kinds().items() if kind.open_days}
    assert waiting == {
        "news.digest",
        "patronage.remind",
        "application.remind",
        "batch.remind",
        "proposal.remind",
        "grant.late",
        "grant.remind",
        "register.ask",
        "state_request.remind",
        "supporter.remind",
    }


def test_administrator_sees_the_kinds_and_nobody_they_concern(
    session: Any, at: Any, client_as: Any
) -> None:
    at(TODAY)
    due_timer(session)
    text = client_as("administrator").get("/timers/").text
    assert "連絡の確認" in text and "待つ会" not in text and "止める" not in text


def test_the_list_takes_few_queries(app: Flask, session: Any, desk: Any) -> None:
    due_timer(session)
    for path in ("/timers/", "/timers/waiting"):
        with counted(app) as queries:
            desk.get(path)
        assert len(queries) <= 12, path


def test_timer_is_paused_resumed_run_and_dropped(session: Any, desk: Any) -> None:
    timer = due_timer(session)
    text = desk.get("/timers/waiting").text
    assert "待つ会" in text and "再入会を認められる日" in text
    path = f"/timers/{timer.id}"
    assert press(desk, f"{path}/pause", reason="").status_code == 422
    assert press(desk, f"{path}/pause", reason="確認中").status_code == 303
    text = desk.get("/timers/waiting").text
    assert "停止中" in text and "確認中" in text
    for verb, given in (("resume", {}), ("run", {}), ("drop", {"reason": "済み"})):
        assert press(desk, f"{path}/{verb}", **given).status_code == 303
    assert "待つ会" not in desk.get("/timers/waiting").text
    assert desk.get(f"{path}/pause").status_code == 404
    wanted = select(AuditEntry.action).where(AuditEntry.action.like("timer.%"))
    actions = session.scalars(wanted.order_by(AuditEntry.sequence))
    assert list(actions) == ["timer.pause", "timer.resume", "timer.run", "timer.drop"]


def test_kind_is_paused_and_resumed(session: Any, desk: Any) -> None:
    assert press(desk, "/timers/kinds/contact.ask/pause", reason="点検").status_code == 303
    assert "点検" in desk.get("/timers/").text
    assert press(desk, "/timers/kinds/contact.ask/resume").status_code == 303
    assert "点検" not in desk.get("/timers/").text
    assert desk.get("/timers/kinds/case.request/pause").status_code == 404


def test_forecast_shows_names_and_writes_nothing(session: Any, at: Any, desk: Any) -> None:
    at(date(2026, 3, 5))
    factories.member(name="静かな会")
    session.commit()
    at(TODAY)
    before = all_rows.rows(without=frozenset({"user_session"}))
    text = desk.get("/timers/forecast?until=2027-03-31").text
    assert "静かな会" in text
    assert all_rows.rows(without=frozenset({"user_session"})) == before


@pytest.mark.parametrize("day", ["", "2026-11-30", "2029-01-01", "x"])
def test_forecast_refuses_other_days(desk: Any, day: str) -> None:
    assert desk.get(f"/timers/forecast?until={day}").status_code == 422


def test_what_waits_after_a_leap_is_shown_and_released(session: Any, at: Any, desk: Any) -> None:
    at(date(2026, 2, 5))
    factories.member(name="静かな会")
    session.commit()
    at(TODAY - timedelta(days=40))
    sweep()
    at(TODAY)
    sweep()
    assert "時計のずれ" in desk.get("/").text
    text = desk.get("/timers/").text
    for words in ("先へ進んだ", "静かな会", "連絡の確認", "解除待ち", "調整担当の参加"):
        assert words in text, words
    gap = clock_gaps.present()
    assert gap is not None
    assert press(desk, f"/timers/gaps/{gap.id}/kinds/contact.ask/release").status_code == 303
    assert "静かな会" not in desk.get("/timers/").text
    assert press(desk, f"/timers/gaps/{gap.id}/release").status_code == 303
    assert "先へ進んだ" not in desk.get("/timers/").text
    assert press(desk, f"/timers/gaps/{gap.id}/release").status_code == 404


def test_changed_reminder_days_show_and_move_the_timers(session: Any, desk: Any) -> None:
    meeting = hall.planned(
        MeetingForm.WRITTEN,
        title="春の決議",
        starts_at=clock.at_start_of(date(2026, 12, 25)),
        answers_by=date(2026, 12, 25),
    )
    hall.resolution(meeting)
    hall.notified(meeting)
    session.commit()
    assert "春の決議" not in desk.get("/timers/moves").text
    settings.change(officer(), Section.REMINDERS, {"first_reminder": 10, "second_reminder": 2})
    session.commit()
    text = desk.get("/timers/moves").text
    assert "春の決議" in text and "令和8年12月18日" in text and "令和8年12月15日" in text
    seen = timer_moves.stamp(timer_moves.moves(officer()))
    session.commit()
    assert press(desk, "/timers/moves", seen="another").status_code == 422
    assert press(desk, "/timers/moves", seen=seen).status_code == 303
    due = session.scalars(
        select(Timer.due_at).where(Timer.kind == timers.MEETING_REMINDER).order_by(Timer.due_at)
    )
    assert [clock.local(moment).date() for moment in due] == [
        date(2026, 12, 15),
        date(2026, 12, 23),
    ]
    assert timer_moves.moves(officer()) == []


def test_no_stored_timer_differs_from_its_rule(session: Any, desk: Any) -> None:
    """What the services schedule is what the rules say: else the page would list it at once."""
    for form in MeetingForm:
        meeting = hall.planned(form)
        hall.resolution(meeting)
        hall.notified(meeting)
    assert timer_moves.moves(officer()) == []
