"""Cancelling a meeting or withdrawing a meeting request: who may, until when, who is notified."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.timer import Timer
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, ItemKind, MeetingForm
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.services.meeting import agendas, cancellations, meetings, notices, observers
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.trail import entry_details

WISHES = {"title": "臨時の会議", "form": MeetingForm.BOTH}


def asked(member: int) -> Any:
    """Return a meeting requested by the member."""
    wishes = {**WISHES, "starts_at": clock.now() + timedelta(days=30)}
    return meetings.request(hall.voter(member), wishes, reason="相談が急に増えたため")


def recipients(session: Any, purpose: str) -> list[int | None]:
    found = select(OutboxMessage.organisation_id).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(found))


def test_member_withdraws_its_own_request_until_planning_begins(session: Any) -> None:
    member, other = hall.executives()[:2]
    meeting = asked(member)
    with pytest.raises(NotPermitted):
        cancellations.withdraw_request(hall.voter(other), meeting.id, "理由")
    with pytest.raises(NotPermitted):
        cancellations.withdraw_request(officer(), meeting.id, "理由")
    with pytest.raises(RuleViolation, match="理由を入力"):
        cancellations.withdraw_request(hall.voter(member), meeting.id, " ")
    cancellations.withdraw_request(hall.voter(member), meeting.id, " 解決したため ")
    assert (meeting.state, meeting.cancel_reason) == (MeetingState.CANCELLED, "解決したため")
    assert entry_details("meeting", meeting.id, "meeting.cancel") == [{}]
    taken_up = asked(member)
    meetings.take_up(officer(), taken_up.id)
    with pytest.raises(StaleState, match="準備を始めた"):
        cancellations.withdraw_request(hall.voter(member), taken_up.id, "やめます")


def test_declined_request_is_answered_with_a_letter(session: Any) -> None:
    member = hall.executives()[0]
    meeting = asked(member)
    with pytest.raises(NotPermitted):
        cancellations.cancel(hall.voter(member), meeting.id, "理由")
    cancellations.cancel(officer(), meeting.id, "次の定例会議で扱う")
    assert recipients(session, "meeting_request_declined") == [member]
    (letter,) = session.scalars(
        select(OutboxMessage).where(OutboxMessage.purpose == "meeting_request_declined")
    )
    assert "次の定例会議で扱う" in letter.body and "規約第10条第1項" in letter.body


def test_everyone_invited_is_notified_and_nobody_is_reminded(session: Any) -> None:
    meeting = hall.planned()
    item = hall.resolution(meeting)
    observers.add(officer(), meeting.id, name="専門家", email="expert@example.jp")
    hall.notified(meeting)
    number = meeting.number
    cancellations.cancel(officer(), meeting.id, "大雪のため")
    told_of_it = recipients(session, "meeting_called_off")
    assert sorted(filter(None, told_of_it)) == hall.executives() and told_of_it.count(None) == 1
    assert (item.state, item.withdrawal_reason) == (ItemState.WITHDRAWN, "会議の取りやめ")
    assert meeting.number == number, "it stands in the notices"
    waiting = select(Timer).where(Timer.subject_id == meeting.id, Timer.done_at.is_(None))
    assert session.scalars(waiting).all() == []
    with pytest.raises(StaleState):
        cancellations.cancel(officer(), meeting.id, "もう一度")
    person = hall.voter(hall.executives()[0])
    assert meetings.one(person, meeting.id).cancel_reason == "大雪のため"
    assert meeting in session.scalars(meetings.shown_to(person)).all()


def test_unnotified_meeting_frees_its_number_and_stays_hidden(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    number = meeting.number
    notices.submit(officer(), meeting.id)
    cancellations.cancel(officer(), meeting.id, "日程の再調整")
    assert recipients(session, "meeting_called_off") == []
    assert hall.planned().number == number
    with pytest.raises(NotFound):
        meetings.one(hall.voter(hall.executives()[0]), meeting.id)


@pytest.mark.parametrize("end", [False, True])
def test_meeting_in_session_or_ended_cannot_be_cancelled(session: Any, end: bool) -> None:
    meeting = hall.planned()
    report = agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "活動の報告"})
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    if end:
        meetings.close_meeting(officer(), meeting.id, unfinished=[report.id])
    with pytest.raises(StaleState):
        cancellations.cancel(officer(), meeting.id, "理由")


def test_decided_written_resolution_cannot_be_cancelled(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    resolved, _waiting = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    hall.say(meeting, resolved, hall.executives()[:23], way=AnswerWay.PAPER)
    assert resolved.outcome is not None
    with pytest.raises(RuleViolation, match="すでに決議した議案がある"):
        cancellations.cancel(officer(), meeting.id, "取りやめる")
    assert meeting.state is MeetingState.NOTIFIED
