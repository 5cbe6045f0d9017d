"""Ballots cast by members on screen, and changed attendance answers."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.models.meeting.attendance import RollEntry
from app.models.meeting.vote import Vote
from app.rules.meeting.agenda import MeetingForm
from app.rules.meeting.roll import Choice
from app.services.meeting import meetings, notices, proxies, votes
from tests.support.desk import officer
from tests.support.meetings import (
    arrive,
    delegate,
    executives,
    in_session,
    notified,
    planned,
    resolution,
    voter,
)


def test_one_ballot_holds_the_own_vote_and_the_principals(session: Any) -> None:
    meeting, item = in_session()
    agent, principal, *_others = executives()
    delegate(meeting, principal, agent)
    arrive(meeting, agent)
    votes.open_item(officer(), item.id)
    ballot = {agent: Choice.FOR, principal: Choice.AGAINST}
    votes.cast_all(voter(agent), item.id, ballot)
    stored = {vote.organisation_id: vote for vote in session.scalars(select(Vote))}
    assert {member: vote.choice for member, vote in stored.items()} == ballot
    assert stored[agent].agent_id is None and stored[principal].agent_id == agent


def test_refusal_names_the_principal(session: Any) -> None:
    meeting, item = in_session()
    agent, principal, *_others = executives()
    delegate(meeting, principal, agent)
    arrive(meeting, agent, principal)
    votes.open_item(officer(), item.id)
    with pytest.raises(RuleViolation) as refused:
        votes.cast_all(voter(agent), item.id, {principal: Choice.FOR})
    entry = session.scalars(select(RollEntry).where(RollEntry.organisation_id == principal)).first()
    assert refused.value.message.startswith(f"{entry.organisation.name}：")


def test_empty_ballot_is_refused(session: Any) -> None:
    _meeting, item = in_session()
    with pytest.raises(RuleViolation, match="選んでください"):
        votes.cast_all(voter(executives()[0]), item.id, {})


def test_member_that_revokes_its_proxy_has_not_answered(session: Any) -> None:
    meeting = planned()
    resolution(meeting)
    notified(meeting)
    agent, principal, *_others = executives()
    delegate(meeting, principal, agent)
    proxies.revoke(voter(principal), meeting.id, principal)
    entry = session.scalars(select(RollEntry).where(RollEntry.organisation_id == principal)).one()
    assert entry.reply is None and entry.replied_at is None


def test_meeting_request_needs_no_place_but_its_notice_does(session: Any) -> None:
    asked = meetings.request(
        voter(executives()[0]),
        {
            "title": "臨時の会議",
            "form": MeetingForm.ROOM,
            "starts_at": clock.now() + timedelta(days=30),
        },
        reason="相談が急に増えたため",
    )
    meetings.take_up(officer(), asked.id)
    resolution(asked)
    with pytest.raises(RuleViolation, match="会場"):
        notices.submit(officer(), asked.id)
