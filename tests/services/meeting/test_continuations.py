"""Items without a quorum continued in writing: which ones, with what content, and how often."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import (
    agenda_order,
    agendas,
    cancellations,
    closing,
    continuations,
    effects,
    meeting_pages,
    meetings,
    notices,
    votes,
)
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer
from tests.support.trail import entry_details

F, A = Choice.FOR, Choice.AGAINST


def failed(words: dict[int, tuple[Choice, AnswerWay]] | None = None) -> tuple[Meeting, AgendaItem]:
    """Return a meeting with one member present and its failed resolution.

    words: statements made by members before the meeting.
    """
    meeting, item = hall.in_session(title="会則の改正", text="別紙のとおり。")
    agendas.add_paper(officer(), item.id, title="別紙", name="a.txt", content="別紙".encode())
    for member, (choice, way) in (words or {}).items():
        hall.say(meeting, item, [member], choice, way)
    hall.arrive(meeting, hall.executives()[33])
    votes.open_item(officer(), item.id)
    assert closing.close(officer(), item.id).outcome is Outcome.NO_QUORUM
    return meeting, item


def go_on(meeting: Meeting) -> Meeting:
    until = clock.now() + timedelta(days=30)
    return continuations.continue_in_writing(officer(), meeting.id, until=until)


def test_item_continues_with_its_text_and_papers(session: Any) -> None:
    meeting, item = failed()
    assert meeting_pages.without_quorum(meeting) == [item]
    written = go_on(meeting)
    (copy,) = written.items
    assert (written.form, written.continues_id) == (MeetingForm.WRITTEN, meeting.id)
    assert written.number is None and written.title == f"{meeting.title}（書面決議）"
    assert (copy.title, copy.text, copy.continues_id) == (item.title, item.text, item.id)
    assert [(paper.title, paper.content) for paper in copy.papers] == [("別紙", "別紙".encode())]
    assert len(item.papers) == 1, "it keeps its own"
    assert meeting_pages.without_quorum(meeting) == []
    assert entry_details("meeting", meeting.id, "meeting.continue") == [{"written_id": written.id}]


def test_item_keeps_its_number(session: Any) -> None:
    """議案第5号 stays 議案第5号: letters and mailed answers call it so."""
    meeting = hall.planned()
    items = [hall.resolution(meeting) for _number in range(5)]
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    for item in (items[2], items[4]):
        votes.open_item(officer(), item.id)
        closing.close(officer(), item.id)
    written = go_on(meeting)
    assert [copy.label for copy in written.items] == ["議案第3号", "議案第5号"]
    agenda_order.move(officer(), written.items[0].id, up=False)
    session.refresh(written)
    assert [copy.label for copy in written.items] == ["議案第5号", "議案第3号"]
    assert hall.resolution(written).label == "議案第6号"


def test_decided_or_already_continued_item_is_not_continued(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members, A)
    closing.close(officer(), item.id)
    with pytest.raises(RuleViolation, match="続けるものがありません"):
        go_on(meeting)
    meeting, _item = failed()
    go_on(meeting)
    with pytest.raises(RuleViolation, match="続けるものがありません"):
        go_on(meeting)


@pytest.mark.parametrize("how", ["called off", "taken off"])
def test_item_can_be_continued_again_after_its_written_resolution_is_cancelled(
    session: Any, how: str
) -> None:
    meeting, item = failed()
    first = go_on(meeting)
    if how == "called off":
        cancellations.cancel(officer(), first.id, "期限の誤り")
    else:
        agendas.withdraw(officer(), first.items[0].id, "資料の誤り")
    assert meeting_pages.without_quorum(meeting) == [item]
    assert go_on(meeting).items[0].continues_id == item.id


def test_only_the_secretariat_continues_an_item_until_a_future_day(session: Any) -> None:
    meeting, _item = failed()
    until = clock.now() + timedelta(days=30)
    with pytest.raises(NotPermitted):
        who = hall.voter(hall.executives()[0])
        continuations.continue_in_writing(who, meeting.id, until=until)
    with pytest.raises(RuleViolation, match="これからの日時"), session.begin_nested():
        continuations.continue_in_writing(
            officer(), meeting.id, until=clock.now() - timedelta(days=1)
        )


def test_last_written_statement_is_carried_over_in_its_original_form(session: Any) -> None:
    mail, paper, changed, ballot, hands, released, agent, principal, clicked = hall.executives()[:9]
    meeting, item = hall.in_session()
    for member, way in ((mail, AnswerWay.EMAIL), (paper, AnswerWay.FAX)):
        hall.say(meeting, item, [member], F, way)
    for choice in (F, A):
        hall.say(meeting, item, [changed], choice)
    hall.say(meeting, item, [released])
    effects.leave_open_meetings(released)
    hall.delegate(meeting, principal, agent)
    hall.arrive(meeting, ballot, hands, agent, clicked)
    votes.open_item(officer(), item.id)
    votes.record_all(officer(), item.id, {ballot: F}, way=VoteWay.BALLOT)
    hall.raise_hands(item, [hands, agent])
    votes.record_all(officer(), item.id, {principal: F}, way=VoteWay.HANDS, agents=[principal])
    votes.cast_all(hall.voter(clicked), item.id, {clicked: A})
    closing.close(officer(), item.id)
    copy = go_on(meeting).items[0]
    words = session.scalars(select(Statement).where(Statement.item_id == copy.id))
    assert {word.organisation_id: (word.choice, word.way) for word in words} == {
        mail: (F, AnswerWay.EMAIL),
        paper: (F, AnswerWay.FAX),
        changed: (A, AnswerWay.EMAIL),
        ballot: (F, AnswerWay.PAPER),
        clicked: (A, AnswerWay.LOGIN),
    }


def test_member_with_a_carried_statement_is_informed_and_not_reminded(session: Any) -> None:
    writer, *others = hall.executives()
    meeting, _item = failed({writer: (F, AnswerWay.EMAIL)})
    written = hall.notified(go_on(meeting))
    entries = session.scalars(select(RollEntry).where(RollEntry.meeting_id == written.id)).all()
    answered = {entry.organisation_id: entry.reply for entry in entries if entry.reply}
    assert answered == {writer: Reply.STATEMENT}
    notices.remind(officer(), written.id, links=LINKS)
    about = OutboxMessage.dedupe_key.startswith(f"meeting:{written.id}:")
    letters = session.scalars(select(OutboxMessage).where(about)).all()
    reminded = {each.organisation_id for each in letters if each.purpose == "meeting_reminder"}
    assert reminded == set(others)
    notice = next(each for each in letters if each.purpose == "meeting_notice")
    assert "会議で書面により表明した賛否は引き継いでいます" in notice.body


def test_continued_resolution_must_stay_in_writing(session: Any) -> None:
    written = go_on(failed()[0])
    values = {"form": MeetingForm.BOTH, "place": "県庁"}
    with pytest.raises(RuleViolation, match="開催の方法は変えられません"):
        meetings.revise(officer(), written.id, values)
