"""What happens at once in a meeting: one record, one effect, nothing stored uncounted."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import StaleState
from app.models.attendance import Presence
from app.models.membership import Membership
from app.models.outbox import OutboxMessage
from app.models.resolution import ResolutionRecord
from app.models.vote import Statement, Vote
from app.rules.agenda import AnswerWay, MeetingForm, ResolutionKind
from app.rules.membership import EndCause
from app.rules.roll import Choice
from app.rules.states import Outcome
from app.services import attendance, closing, resolution_records, statements, votes
from tests.support import at_once
from tests.support import meetings as hall
from tests.support.closing_race import ClosingRace
from tests.support.desk import officer

pytestmark = pytest.mark.both_databases


def test_votes_and_changes_against_the_close(app: Flask, session: Any) -> None:
    race = ClosingRace()
    for seed in range(3):
        race.round(app, seed)
    assert list(resolution_records.verify()) == []


def expulsion_in_session() -> tuple[Any, int]:
    """An item on an expulsion that all who are there are for; not closed yet."""
    file = hall.expulsion_awaiting()
    meeting, item = hall.in_session(kind=ResolutionKind.EXPULSION, expulsion_id=file.id)
    members = hall.executives()[:23]
    hall.arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members)
    return file, item.id


def test_many_closes_are_one_result_one_letter_and_one_effect(app: Flask, session: Any) -> None:
    file, item_id = expulsion_in_session()
    organisation_id, desk = file.organisation_id, officer()
    session.commit()

    hashes = at_once.at_once(app, [lambda: closing.close(desk, item_id).hash] * 16)

    session.rollback()
    record = session.scalars(select(ResolutionRecord)).one()
    assert set(hashes) == {record.hash}
    assert record.outcome is Outcome.PASSED
    ended = select(Membership.end_cause).where(Membership.organisation_id == organisation_id)
    assert session.scalars(ended).all() == [EndCause.EXPULSION]
    letters = select(func.count()).where(
        OutboxMessage.organisation_id == organisation_id, OutboxMessage.purpose == "expelled"
    )
    assert session.scalar(letters) == 1


def written_but_one() -> tuple[int, int, list[int]]:
    """A written resolution that one more assent decides, and who has not said anything."""
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:22])
    return meeting.id, item.id, members[22:]


def _assent(desk: Any, meeting_id: int, item_id: int, member: int) -> bool:
    statements.state(desk, meeting_id, member, {item_id: Choice.FOR}, way=AnswerWay.LINK)
    return True


def test_two_deciding_assents_at_once_decide_once(app: Flask, session: Any) -> None:
    meeting_id, item_id, silent = written_but_one()
    desk = officer()
    session.commit()

    outcomes = at_once.at_once(
        app, [partial(_assent, desk, meeting_id, item_id, member) for member in silent[:4]]
    )

    session.rollback()
    assert outcomes == [True] * 4, "answers are collected on, for the record"
    record = session.scalars(select(ResolutionRecord)).one()
    assert record.outcome is Outcome.DEEMED
    assert record.content["deemed"]["assents"] == 23
    assert session.scalar(select(func.count(Statement.id))) == 26


def test_two_resolutions_decided_at_once_follow_one_another(app: Flask, session: Any) -> None:
    pending = [written_but_one() for _n in range(4)]
    desk = officer()
    session.commit()

    at_once.at_once(
        app,
        [
            partial(_assent, desk, meeting_id, item_id, silent[place])
            for place, (meeting_id, item_id, silent) in enumerate(pending)
        ],
    )

    session.rollback()
    assert session.scalars(select(ResolutionRecord.sequence)).all() == [1, 2, 3, 4]
    assert list(resolution_records.verify()) == []


def test_of_two_arrivals_at_once_one_is_noted(app: Flask, session: Any) -> None:
    meeting, _item = hall.in_session()
    meeting_id, member, desk = meeting.id, hall.executives()[0], officer()
    session.commit()

    def arrive(online: bool) -> bool:
        attendance.arrive(desk, meeting_id, member, online=online)
        return True

    outcomes = at_once.at_once(app, [partial(arrive, True), partial(arrive, False)])

    session.rollback()
    (late,) = at_once.refused(outcomes)
    assert isinstance(late, StaleState)
    assert session.scalar(select(func.count(Presence.id))) == 1


def test_principal_and_agent_at_once_are_one_vote(app: Flask, session: Any) -> None:
    meeting, item = hall.in_session()
    agent, principal, *others = hall.executives()
    hall.arrive(meeting, agent, *others[:22])
    hall.delegate(meeting, principal, agent)
    votes.open_item(officer(), item.id)
    meeting_id, item_id, desk = meeting.id, item.id, officer()
    people = hall.voter(agent), hall.voter(principal)
    session.commit()

    def by_agent() -> bool:
        votes.cast(people[0], item_id, principal, Choice.AGAINST)
        return True

    def by_itself() -> bool:
        attendance.arrive(desk, meeting_id, principal, online=True)
        votes.cast(people[1], item_id, principal, Choice.FOR)
        return True

    outcomes = at_once.at_once(app, [by_agent, by_itself])

    session.rollback()
    assert outcomes[1] is True
    vote = session.scalars(select(Vote).where(Vote.organisation_id == principal)).one()
    assert (vote.agent_id, vote.choice) == (None, Choice.FOR)
