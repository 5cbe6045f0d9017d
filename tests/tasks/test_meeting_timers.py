"""Automatic reminders to members without an answer; notice to the secretariat at the due time."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.models.common.timer import Timer
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import MeetingForm
from app.services.common import timers
from app.services.meeting import cancellations, notices
from app.tasks.front.timers import sweep
from tests.support import meetings as hall
from tests.support.desk import officer


def letters(session: Any, purpose: str) -> list[int | None]:
    session.rollback()
    statement = select(OutboxMessage.organisation_id).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(statement))


def test_unanswered_notice_is_followed_by_two_reminders(session: Any, at: Any) -> None:
    at(date(2026, 12, 1))
    meeting = hall.planned(
        starts_at=clock.at_start_of(date(2026, 12, 21)), answers_by=date(2026, 12, 18)
    )
    item = hall.resolution(meeting)
    hall.notified(meeting)
    assert meeting.answers_by is not None
    begins = clock.at_start_of(meeting.answers_by) + notices.MORNING
    members = hall.executives()
    hall.say(meeting, item, members[:4])
    session.commit()

    at(begins - timedelta(days=8))
    sweep()
    assert letters(session, "meeting_reminder") == []
    at(begins - timedelta(days=7))
    sweep()
    sweep()
    assert set(letters(session, "meeting_reminder")) == set(members[4:])
    at(begins - timedelta(days=2))
    sweep()
    assert len(letters(session, "meeting_reminder")) == 2 * len(members[4:])


def test_reminders_go_out_on_days_when_offices_are_open(session: Any, at: Any) -> None:
    at(date(2026, 12, 1))
    meeting = hall.planned(
        MeetingForm.WRITTEN,
        starts_at=clock.at_start_of(date(2027, 1, 9)),
        answers_by=date(2027, 1, 9),
    )
    hall.resolution(meeting)
    hall.notified(meeting)
    due = session.execute(select(Timer.kind, Timer.due_at).order_by(Timer.due_at)).all()
    assert [(kind, clock.local(moment).date()) for kind, moment in due] == [
        (timers.MEETING_REMINDER, date(2026, 12, 28)),  # before the turn of the year
        (timers.MEETING_REMINDER, date(2027, 1, 7)),
        (timers.ANSWERS_DUE, date(2027, 1, 10)),  # the end of a Saturday stays
    ]


def test_cancelled_meeting_sends_no_reminders(session: Any, at: Any) -> None:
    at(clock.now())
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    cancellations.cancel(officer(), meeting.id, "大雪のため")
    begins = meeting.starts_at
    session.commit()
    at(begins - timedelta(days=1))
    sweep()
    assert letters(session, "meeting_reminder") == []


def test_secretariat_is_notified_when_answers_are_due(session: Any, at: Any) -> None:
    at(clock.now())
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    due = meeting.answers_end
    timers.schedule(timers.ANSWERS_DUE, meeting.id, due - timedelta(hours=7))
    session.commit()
    at(due - timedelta(hours=7))
    sweep()
    assert letters(session, "answers_due") == [], "the last day is not over"
    at(due - timedelta(minutes=1))
    sweep()
    assert letters(session, "answers_due") == []
    at(due)
    sweep()
    told = letters(session, "answers_due")
    assert told
    assert item.outcome is None, "a timer decides nothing"
