"""Meeting events carry the database's time, whatever the clock of the web server shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import RuleViolation
from app.models.meeting.vote import Vote
from app.rules.meeting.agenda import MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import closing, moments, votes
from tests.support import meetings as hall
from tests.support.desk import officer

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
FAST = timedelta(days=30)


def run_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set this web server's clock a month ahead of the database's."""
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + FAST)


def test_votes_and_the_close_carry_the_databases_time(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()[:23]
    hall.arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    people = [hall.voter(member) for member in members[:16]]
    desk = officer()
    run_fast(monkeypatch)
    cast: list[Vote] = [
        vote
        for person, member in zip(people, members, strict=False)
        for vote in votes.cast_all(person, item.id, {member: Choice.FOR})
    ]
    record = closing.close(desk, item.id)
    moments_told = [item.opened_at, *(vote.cast_at for vote in cast), record.closed_at]
    assert moments_told == sorted(moments_told)
    assert record.outcome is Outcome.PASSED
    assert record.effective_on == clock.local(moments.now()).date() != clock.today()


def test_fast_clock_does_not_end_the_answer_period(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    desk = officer()
    run_fast(monkeypatch)
    assert meeting.starts_at < clock.now()
    with pytest.raises(RuleViolation):
        closing.close(desk, item.id)
