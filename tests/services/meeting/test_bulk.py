"""Letters to many members: released by another officer, above a number that is set."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.common.setting import Setting
from app.models.meeting.meeting import Meeting
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.common.approval import ApprovalState
from app.rules.states.meeting.meeting import MeetingState
from app.services.common import approvals, settings
from app.services.meeting import agendas, bulk, meetings
from tests.support import closed_meetings
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer


def notified() -> Meeting:
    meeting = hall.planned()
    hall.resolution(meeting)
    return hall.notified(meeting)


def count(session: Any, purpose: str) -> int:
    wanted = select(func.count()).select_from(OutboxMessage)
    return session.scalar(wanted.where(OutboxMessage.purpose == purpose)) or 0


@pytest.mark.both_databases
def test_reminder_to_many_is_released_by_another_officer(session: Any) -> None:
    meeting, first, second = notified(), officer(), officer()
    assert bulk.remind(first, meeting.id, links=LINKS) is None
    assert count(session, "meeting_reminder") == 0
    with pytest.raises(RuleViolation, match="提案した人"), session.begin_nested():
        bulk.remind(first, meeting.id, links=LINKS)
    assert bulk.remind(second, meeting.id, links=LINKS) == 34
    assert count(session, "meeting_reminder") == 34


def test_few_letters_need_no_release(session: Any) -> None:
    meeting, first = notified(), officer()
    settings.value("recipients")
    session.add(
        Setting(key="recipients", value=34, changed_at=meeting.planned_at, changed_by_id=None)
    )
    session.flush()
    session.info.clear()
    assert bulk.remind(first, meeting.id, links=LINKS) == 34
    assert approvals.pending(bulk.REMIND, meeting.id) is None


def test_cancellation_keeps_the_proposed_reason(session: Any) -> None:
    meeting, first, second = notified(), officer(), officer()
    assert bulk.cancel(first, meeting.id, "大雪のため") is None
    assert meeting.state is MeetingState.NOTIFIED
    with pytest.raises(StaleState, match="すでに"):  # from a page opened before the proposal
        bulk.cancel(second, meeting.id, "別の理由")
    assert meeting.state is MeetingState.NOTIFIED
    assert bulk.cancel(second, meeting.id, "") == 34
    assert (meeting.state, meeting.cancel_reason) == (MeetingState.CANCELLED, "大雪のため")


def test_meeting_not_notified_is_cancelled_by_one(session: Any) -> None:
    meeting = hall.planned()
    assert bulk.cancel(officer(), meeting.id, "中止") == 0
    assert meeting.state is MeetingState.CANCELLED


def test_impossible_sending_is_not_proposed(session: Any) -> None:
    meeting = notified()
    with pytest.raises(StaleState):
        bulk.tell_results(officer(), meeting.id, links=LINKS)
    with pytest.raises(RuleViolation, match="理由"):
        bulk.cancel(officer(), meeting.id, " ")
    assert approvals.latest("meeting", meeting.id).keys() <= {"meeting.notice"}


def test_what_an_open_meeting_no_longer_allows_lapses(session: Any) -> None:
    meeting, first = notified(), officer()
    assert bulk.remind(first, meeting.id, links=LINKS) is None
    assert bulk.cancel(first, meeting.id, "大雪のため") is None
    meetings.open_meeting(first, meeting.id, reason="都合により")
    latest = approvals.latest("meeting", meeting.id)
    assert {latest[kind].state for kind in (bulk.REMIND, bulk.CANCEL)} == {ApprovalState.LAPSED}


def test_reminder_of_an_ended_written_resolution_lapses(session: Any) -> None:
    meeting, first = hall.planned(form=MeetingForm.WRITTEN), officer()
    hall.resolution(meeting)
    hall.notified(meeting)
    assert bulk.remind(first, meeting.id, links=LINKS) is None
    for item in meeting.items:
        agendas.withdraw(first, item.id, "取下げ")
    meetings.close_meeting(first, meeting.id)
    assert approvals.latest("meeting", meeting.id)[bulk.REMIND].state is ApprovalState.LAPSED


def test_results_are_told_by_two_and_a_proposal_can_be_taken_back(session: Any) -> None:
    meeting = closed_meetings.closed()
    first, second = officer(), officer()
    assert bulk.tell_results(first, meeting.id, links=LINKS) is None
    bulk.take_back(first, meeting.id, bulk.RESULTS)
    assert bulk.tell_results(second, meeting.id, links=LINKS) is None
    assert bulk.tell_results(first, meeting.id, links=LINKS) == 34


def test_members_send_nothing(session: Any) -> None:
    meeting = notified()
    with pytest.raises(NotPermitted):
        bulk.remind(hall.voter(hall.executives()[0]), meeting.id, links=LINKS)
