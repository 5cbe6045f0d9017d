"""Statements of intent in writing (規約第12条第4項・第5項)."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.errors import RuleViolation, StaleState
from app.rules.meeting.agenda import AnswerWay, MeetingForm, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.services.filings import releases
from app.services.meeting import closing, meetings, rolls, statements, votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer


def closed(item: Any) -> dict[str, Any]:
    votes.open_item(officer(), item.id)
    return closing.close(officer(), item.id).content


@pytest.mark.parametrize("way", list(AnswerWay))
def test_statement_gives_attendance_by_mail_and_none_on_paper(session: Any, way: AnswerWay) -> None:
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    if way is AnswerWay.TELEPHONE:
        with pytest.raises(RuleViolation, match="電話"):
            hall.say(meeting, item, [member], way=way)
        return
    hall.say(meeting, item, [member], Choice.AGAINST, way)
    other = closed(hall.resolution(meeting))
    expected = {str(member): "email"} if way.gives_attendance else {}
    assert other["grounds"] == expected, "it attends the whole meeting"
    assert other["counts"]["entitled"] == len(expected)


def test_last_statement_counts(session: Any) -> None:
    meeting, item = hall.in_session()
    first, second = hall.executives()[:2]
    hall.say(meeting, item, [first, second], Choice.AGAINST)
    hall.say(meeting, item, [first])
    counts = closed(item)["counts"]
    assert (counts["in_favour"], counts["against"]) == (1, 1)


def test_statements_are_ordered_by_arrival_and_not_by_entry(session: Any, at: Any) -> None:
    meeting, item = hall.in_session()
    member, now = hall.executives()[0], clock.now()
    for choice, arrived_at in (
        (Choice.FOR, now - timedelta(hours=1)),
        (Choice.AGAINST, now - timedelta(hours=2)),
    ):
        statements.state(
            officer(), meeting.id, member, {item.id: choice}, way=AnswerWay.EMAIL,
            arrived_at=arrived_at,
        )  # fmt: skip
    assert closed(item)["counts"]["in_favour"] == 1


@pytest.mark.both_databases
def test_paper_neither_replaces_nor_withdraws_a_mail_vote(session: Any) -> None:
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    hall.say(meeting, item, [member], Choice.FOR, AnswerWay.EMAIL)
    hall.say(meeting, item, [member], Choice.AGAINST, AnswerWay.FAX)
    content = closed(item)
    assert content["grounds"] == {str(member): "email"}
    assert content["counts"]["in_favour"] == 1
    assert content["deemed"]["assents"] == 0, "its last written word is against"


def test_own_vote_precedes_own_mail(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.say(meeting, item, members[:1], Choice.FOR)
    hall.arrive(meeting, *members[:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:1], Choice.AGAINST)
    content = closing.close(officer(), item.id).content
    assert (content["counts"]["in_favour"], content["counts"]["against"]) == (0, 1)


def test_statement_after_the_close_is_refused_with_the_reason(session: Any) -> None:
    meeting, item = hall.in_session()
    closed(item)
    with pytest.raises(StaleState, match="影響しません"):
        hall.say(meeting, item, hall.executives()[:1])
    meetings.close_meeting(officer(), meeting.id)
    with pytest.raises(StaleState, match="回答できません"):
        hall.say(meeting, item, hall.executives()[:1])


def test_member_not_on_the_roll_is_refused(session: Any) -> None:
    meeting, item = hall.in_session()
    with pytest.raises(RuleViolation, match="基準日"):
        hall.say(meeting, item, [factories.member().id])


def test_released_member_is_refused(session: Any) -> None:
    meeting, item = hall.in_session()
    entry = next(iter(rolls.entries(meeting.id)))
    entry.released_at = clock.now()
    with pytest.raises(RuleViolation, match="退いて"):
        hall.say(meeting, item, [entry.organisation_id])


@pytest.mark.parametrize("choice", [Choice.ABSTAIN])
def test_statement_must_be_for_or_against(session: Any, choice: Choice) -> None:
    meeting, item = hall.in_session()
    with pytest.raises(RuleViolation, match="賛成か反対"):
        hall.say(meeting, item, hall.executives()[:1], choice)
    with pytest.raises(RuleViolation):
        statements.state(officer(), meeting.id, hall.executives()[0], {}, way=AnswerWay.EMAIL)


def test_item_of_another_meeting_is_refused(session: Any) -> None:
    meeting, _item = hall.in_session()
    _other, foreign = hall.in_session()
    with pytest.raises(RuleViolation, match="この会議の議案"):
        hall.say(meeting, foreign, hall.executives()[:1])


# Assents (規約第12条第5項)


def test_last_own_written_statement_is_the_assent(session: Any, at: Any) -> None:
    """A later click withdraws an assent by mail, and a later mail an assent by click."""
    meeting, item = hall.in_session()
    clicked, mailed = hall.executives()[:2]
    hall.arrive(meeting, clicked, mailed)
    votes.open_item(officer(), item.id)
    began = clock.now()
    at(began + timedelta(minutes=1))
    hall.say(meeting, item, [clicked])
    votes.cast_all(hall.voter(mailed), item.id, {mailed: Choice.FOR})
    at(began + timedelta(minutes=2))
    votes.cast_all(hall.voter(clicked), item.id, {clicked: Choice.AGAINST})
    hall.say(meeting, item, [mailed], Choice.AGAINST)
    content = closing.close(officer(), item.id).content
    assert content["deemed"]["assents"] == 0
    assert content["counts"]["in_favour"] == 1, "in the meeting its own vote goes before its mail"


def test_raised_hand_repeating_a_click_keeps_the_written_statement(session: Any) -> None:
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    hall.arrive(meeting, member)
    votes.open_item(officer(), item.id)
    votes.cast_all(hall.voter(member), item.id, {member: Choice.FOR})
    hall.raise_hands(item, [member])
    assert closing.close(officer(), item.id).content["deemed"]["assents"] == 1


def test_chair_and_excluded_member_may_assent(session: Any) -> None:
    request = releases.enter(
        officer(), hall.executives()[0], received_by=hall.ReceivedBy.PAPER, reason="",
        becomes_general=False,
    )  # fmt: skip
    meeting, item = hall.in_session(kind=hall.ResolutionKind.RELEASE, release_request_id=request.id)
    hall.say(meeting, item, hall.executives()[:23], way=AnswerWay.PAPER)
    votes.open_item(officer(), item.id)
    assert closing.close(officer(), item.id).outcome is Outcome.DEEMED


def test_ballot_paper_is_a_written_statement(session: Any) -> None:
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    hall.arrive(meeting, member)
    votes.open_item(officer(), item.id)
    votes.record_all(officer(), item.id, {member: Choice.FOR}, way=VoteWay.BALLOT)
    assert closing.close(officer(), item.id).content["deemed"]["assents"] == 1


@pytest.mark.both_databases
def test_change_before_the_deciding_assent_counts(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:22])
    hall.say(meeting, item, members[:1], Choice.AGAINST)
    hall.say(meeting, item, members[22:23])
    assert item.outcome is None
    hall.say(meeting, item, members[23:24])
    assert item.outcome is Outcome.DEEMED
    hall.say(meeting, item, members[24:25])  # still collected, for the record


def test_written_resolution_without_enough_assents_closes_after_its_due_day(
    session: Any, at: Any
) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    hall.say(meeting, item, hall.executives()[:22])
    with pytest.raises(RuleViolation, match="期限"):
        closing.close(officer(), item.id)
    at(meeting.starts_at + timedelta(minutes=1))
    record = closing.close(officer(), item.id)
    assert (record.outcome, record.effective_on) == (Outcome.NOT_DEEMED, None)
    assert meetings.close_meeting(officer(), meeting.id)
