"""Concurrent actions in a meeting; votes and closes through web processes are in tests/embedded."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import StaleState
from app.models.common.audit import AuditEntry
from app.models.meeting.attendance import Presence
from app.models.meeting.resolution import ResolutionRecord
from app.models.meeting.vote import Statement, Vote
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.security.viewer import Viewer
from app.services.meeting import attendance, resolution_records, statements, votes
from tests.support import concurrency
from tests.support import meetings as hall
from tests.support.desk import officer

pytestmark = pytest.mark.both_databases


def written_but_one() -> tuple[int, int, list[int]]:
    """Return a written resolution one assent short of passing, and the members yet to answer."""
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:22])
    return meeting.id, item.id, members[22:]


def _assent(desk: Any, meeting_id: int, item_id: int, member: int) -> bool:
    statements.state(desk, meeting_id, member, {item_id: Choice.FOR}, way=AnswerWay.LINK)
    return True


def test_concurrent_deciding_assents_decide_once(app: Flask, session: Any) -> None:
    meeting_id, item_id, silent = written_but_one()
    desk = officer()
    session.commit()

    outcomes = concurrency.run_concurrently(
        app, [partial(_assent, desk, meeting_id, item_id, member) for member in silent[:4]]
    )

    session.rollback()
    assert outcomes == [True] * 4, "answers are collected on, for the record"
    record = session.scalars(select(ResolutionRecord)).one()
    assert record.outcome is Outcome.DEEMED
    assert record.content["deemed"]["assents"] == 23
    assert session.scalar(select(func.count(Statement.id))) == 26


def test_concurrently_decided_resolutions_are_chained(app: Flask, session: Any) -> None:
    pending = [written_but_one() for _n in range(4)]
    desk = officer()
    session.commit()

    concurrency.run_concurrently(
        app,
        [
            partial(_assent, desk, meeting_id, item_id, silent[place])
            for place, (meeting_id, item_id, silent) in enumerate(pending)
        ],
    )

    session.rollback()
    assert session.scalars(select(ResolutionRecord.sequence)).all() == [1, 2, 3, 4]
    assert list(resolution_records.verify()) == []


def test_concurrent_arrivals_of_one_member_are_recorded_once(app: Flask, session: Any) -> None:
    meeting, _item = hall.in_session()
    meeting_id, member, desk = meeting.id, hall.executives()[0], officer()
    session.commit()

    def arrive(online: bool) -> bool:
        attendance.arrive(desk, meeting_id, member, online=online)
        return True

    outcomes = concurrency.run_concurrently(app, [partial(arrive, True), partial(arrive, False)])

    session.rollback()
    (late,) = concurrency.refused(outcomes)
    assert isinstance(late, StaleState)
    assert session.scalar(select(func.count(Presence.id))) == 1


def test_concurrent_votes_of_one_member_are_one_vote(app: Flask, session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()[:4]
    hall.arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    item_id = item.id
    voters = [(member, hall.voter(member)) for member in members for _person in range(4)]
    session.commit()

    def vote(member: int, person: Viewer, choice: Choice) -> bool:
        votes.cast_all(person, item_id, {member: choice})
        return True

    outcomes = concurrency.run_concurrently(
        app,
        [partial(vote, *who, list(Choice)[place % 3]) for place, who in enumerate(voters)],
    )

    session.rollback()
    assert outcomes == [True] * len(voters)
    entries = select(AuditEntry).where(AuditEntry.action == "vote.cast")
    told = [entry.details for entry in session.scalars(entries.order_by(AuditEntry.sequence))]
    last = {each["organisation_id"]: each["choice"] for each in told}
    assert len(told) == len(voters)
    assert {vote.organisation_id: vote.choice for vote in session.scalars(select(Vote))} == last
