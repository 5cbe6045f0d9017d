"""The four meetings held before this software, as documented in the papers of 18 March 2024."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.security.viewer import SYSTEM
from app.services.front import initial_data
from tests.support import meetings as hall


def held() -> list[Meeting]:
    return list(db.session.scalars(select(Meeting).order_by(Meeting.number)))


def test_four_past_meetings_are_recorded(session: Any) -> None:
    days = [clock.local(meeting.starts_at).date() for meeting in held()]
    assert days == [
        date(2022, 9, 14),
        date(2022, 12, 27),
        date(2023, 8, 28),
        date(2024, 3, 18),
    ]
    assert [meeting.number for meeting in held()] == [1, 2, 3, 4]
    assert {meeting.state for meeting in held()} == {MeetingState.CLOSED}
    assert all(meeting.summary for meeting in held())


def test_fourth_meeting_has_its_agenda(session: Any) -> None:
    fourth = held()[-1]
    assert (fourth.form, fourth.place) == (MeetingForm.ONLINE, "統轄監室")
    assert f"{clock.local(fourth.starts_at):%H:%M}" == "10:00"
    assert [(item.kind, item.number) for item in fourth.items] == [
        (ItemKind.REPORT, 1),
        (ItemKind.REPORT, 2),
        (ItemKind.DISCUSSION, 1),
        (ItemKind.DISCUSSION, 2),
    ]
    assert {item.state for item in fourth.items} == {ItemState.CLOSED}
    assert fourth.items[-1].title == "県の孤独・孤立対策地域協議会の設置について"


def test_older_database_receives_them_once(session: Any) -> None:
    assert not initial_data.load(SYSTEM)
    db.session.execute(delete(AgendaItem))
    db.session.execute(delete(Meeting))
    session.expire_all()
    assert initial_data.load(SYSTEM)
    assert not initial_data.load(SYSTEM)
    assert len(held()) == 4


def test_next_meeting_is_the_fifth(session: Any) -> None:
    assert hall.planned().number == 5
