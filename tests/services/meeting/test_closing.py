"""Worked examples of resolutions in the services; closing of items (規約第11条, 第12条)."""

from typing import Any, NamedTuple

import pytest

from app.errors import RuleViolation, StaleState
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import ItemState, Outcome
from app.services.meeting import agendas, attendance, closing, meetings, votes
from tests.support import meetings as hall
from tests.support.desk import officer


class Row(NamedTuple):
    """One row of the worked examples: 34 executive members, quorum 23."""

    there: int
    proxies: int
    chair: int | None
    """None: no chair; otherwise the number of proxies held by the chair."""
    late_item: bool
    in_favour: int
    entitled: int
    outcome: Outcome


TABLE = [
    Row(15, 6, None, False, 16, 23, Outcome.PASSED),
    Row(15, 6, None, False, 15, 23, Outcome.REJECTED),
    Row(15, 6, 0, False, 15, 22, Outcome.PASSED),
    Row(15, 6, 2, False, 14, 20, Outcome.PASSED),
    Row(15, 6, 2, False, 13, 20, Outcome.REJECTED),
    Row(15, 6, None, True, 12, 17, Outcome.PASSED),
    Row(15, 6, None, True, 11, 17, Outcome.REJECTED),
    Row(14, 6, None, False, 22, 22, Outcome.NO_QUORUM),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("row", TABLE)
def test_worked_examples(session: Any, row: Row) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    assert len(members) == 34
    there, rest = members[: row.there], members[row.there :]
    principals, writers = rest[: row.proxies], rest[row.proxies : row.proxies + 2]
    chair = there[-1] if row.chair is not None else None
    hall.say(meeting, item, writers)
    hall.arrive(meeting, *there)
    for place, principal in enumerate(principals):
        held_by_chair = chair is not None and place < (row.chair or 0)
        hall.delegate(meeting, principal, there[-1] if held_by_chair else there[0])
    attendance.elect_chair(officer(), meeting.id, chair)
    if row.late_item:
        item = hall.resolution(meeting)
    votes.open_item(officer(), item.id)
    # The given number of entitled members votes in favour: e-mail first, then show of hands.
    stated = 0 if row.late_item else len(writers)
    voters = [member for member in there if member != chair]
    hall.raise_hands(item, voters[: row.in_favour - stated])
    missing = row.in_favour - stated - len(voters)
    if missing > 0:
        delegated = [p for p in principals if not (chair and p in principals[: row.chair or 0])]
        for principal in delegated[:missing]:
            votes.record_all(
                officer(),
                item.id,
                {principal: Choice.FOR},
                way=hall.VoteWay.HANDS,
                agents=[principal],
            )

    record = closing.close(officer(), item.id)

    assert record.outcome is row.outcome
    if row.outcome is not Outcome.NO_QUORUM:
        assert record.content["counts"]["entitled"] == row.entitled
        assert record.content["counts"]["in_favour"] == row.in_favour
    assert item.state is ItemState.CLOSED


@pytest.mark.parametrize(("assents", "outcome"), [(23, Outcome.DEEMED), (22, None)])
def test_written_resolution_is_decided_by_the_deciding_assent(
    session: Any, assents: int, outcome: Outcome | None
) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:assents], way=AnswerWay.PAPER)
    assert item.outcome is outcome
    if outcome is not None:  # a changed answer does not undo it, and answers are still collected
        hall.say(meeting, item, members[:1], Choice.AGAINST)
        assert item.outcome is Outcome.DEEMED


def test_second_close_changes_nothing(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:16])
    first = closing.close(officer(), item.id)
    assert closing.close(officer(), item.id) is first
    with pytest.raises(StaleState):
        hall.raise_hands(item, members[16:17])


def test_paper_statement_gives_no_attendance_but_is_an_assent(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.say(meeting, item, members[:23], way=AnswerWay.FAX)
    votes.open_item(officer(), item.id)
    record = closing.close(officer(), item.id)
    assert record.outcome is Outcome.DEEMED
    assert record.content["grounds"] == {}
    assert record.article == "規約第12条第5項"


def test_item_of_a_meeting_is_deemed_passed_only_at_its_close(session: Any) -> None:
    meeting, item = hall.in_session()
    hall.say(meeting, item, hall.executives()[:23])
    assert item.outcome is None


def test_show_of_hands_and_proxies_are_not_written_assents(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:12])
    for principal in members[12:22]:
        hall.delegate(meeting, principal, members[0])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:12])
    assert closing.close(officer(), item.id).content["deemed"]["assents"] == 0


def test_meeting_ends_only_when_every_resolution_is_decided(session: Any) -> None:
    meeting, _item = hall.in_session()
    with pytest.raises(RuleViolation):
        meetings.close_meeting(officer(), meeting.id)
    session.rollback()


def test_withdrawn_item_takes_no_votes(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, members[0])
    votes.open_item(officer(), item.id)
    agendas.withdraw(officer(), item.id, "資料の不備")
    with pytest.raises(StaleState):
        hall.raise_hands(item, members[:1])
    with pytest.raises(StaleState):
        closing.close(officer(), item.id)
