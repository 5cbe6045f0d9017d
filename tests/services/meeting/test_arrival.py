"""Papers entered by the secretariat count as the member's statement on the day of arrival."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import (
    closing,
    member_answers,
    recalculation,
    resolution_records,
    rolls,
    statements,
    votes,
)
from tests.support import meetings as hall
from tests.support.desk import officer


def sent(session: Any, at: Any) -> tuple[Meeting, AgendaItem, list[int]]:
    """Create a written resolution, notified five days ago; 22 of 34 assented the next day."""
    began = clock.now()
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    at(began + timedelta(days=1))
    hall.say(meeting, item, members[:22])
    at(began + timedelta(days=5))
    return meeting, item, members


def enter(item: AgendaItem, member: int, arrived_on: date, choice: Choice = Choice.FOR) -> Any:
    return statements.enter(
        officer(),
        item.meeting_id,
        member,
        {item.id: choice},
        hall.paper(arrived_on),
    )


def shown(item: AgendaItem) -> Any:
    """Return what a member sees of the item."""
    return member_answers.on_behalf(officer(), item.meeting_id, hall.executives()[0]).deemed[
        item.id
    ]


@pytest.mark.both_databases
def test_item_is_resolved_on_the_day_the_deciding_paper_arrived(session: Any, at: Any) -> None:
    _meeting, item, members = sent(session, at)
    three_days_ago = clock.today() - timedelta(days=3)
    (word,) = enter(item, members[22], three_days_ago)
    assert clock.local(word.arrived_at).date() == three_days_ago
    record = resolution_records.of_item(item.id)
    assert (record.outcome, record.effective_on) == (Outcome.DEEMED, three_days_ago)
    assert session.get(Organisation, members[22]).last_contact_on == three_days_ago
    assert recalculation.recalculate(officer(), record.sequence) == []


@pytest.mark.both_databases
@pytest.mark.parametrize("choice", [Choice.FOR, Choice.AGAINST])
def test_earlier_paper_entered_late_does_not_change_a_resolved_item(
    session: Any, at: Any, choice: Choice
) -> None:
    """In order of arrival the item would be resolved sooner, or not at all."""
    meeting, item, members = sent(session, at)
    hall.say(meeting, item, members[22:23])
    record = resolution_records.of_item(item.id)
    before = shown(item)
    member = members[23] if choice is Choice.FOR else members[0]
    enter(item, member, clock.today() - timedelta(days=3), choice)
    assert closing.deemed_now(rolls.register(meeting), item) != before
    assert shown(item) == before
    assert (before.passed, before.effective_on) == (True, record.effective_on)


def test_arrival_before_the_notice_or_in_the_future_is_refused(session: Any, at: Any) -> None:
    meeting, item, members = sent(session, at)
    today = clock.today()
    assert meeting.record_date is not None
    for day in (meeting.record_date - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="到着日は、通知の日"):
            enter(item, members[25], day)
    (early,) = enter(item, members[25], meeting.record_date, Choice.AGAINST)
    assert early.arrived_at == meeting.notified_at
    (late,) = enter(item, members[25], today, Choice.AGAINST)
    assert late.arrived_at == clock.now()


def test_timed_statement_of_the_same_day_is_later_than_a_paper(session: Any, at: Any) -> None:
    began = clock.now()
    meeting, item = hall.in_session()
    clicked, voted = hall.executives()[:2]
    at(began + timedelta(days=1))
    hall.arrive(meeting, voted)
    hall.say(meeting, item, [clicked], Choice.AGAINST, AnswerWay.LINK)
    votes.open_item(officer(), item.id)
    votes.cast_all(hall.voter(voted), item.id, {voted: Choice.AGAINST})
    at(began + timedelta(days=2))
    for member in (clicked, voted):
        enter(item, member, clock.today() - timedelta(days=1))
    assert closing.close(officer(), item.id).content["assents"] == {}


def test_only_the_secretariat_enters_papers(session: Any) -> None:
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    with pytest.raises(NotPermitted):
        statements.enter(
            hall.voter(member),
            meeting.id,
            member,
            {item.id: Choice.FOR},
            hall.paper(),
        )
    assert session.query(Statement).count() == 0
