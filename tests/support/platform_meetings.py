"""Meetings for their pages: one notified to every executive member, and one in session."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem, AgendaPaper
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.meeting.meeting import ItemState
from app.services.common.links import Links
from app.services.meeting import agendas, closing, meetings, votes
from tests.support import meeting_desk
from tests.support.accounts import SOME_EXECUTIVE
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.forms import read_forms
from tests.support.meetings import (
    arrive,
    delegate,
    executives,
    in_session,
    notified,
    planned,
    raise_hands,
    resolution,
    voter,
)


def to_answer() -> Meeting:
    """Return a notified meeting with a paper, creating it once per test."""
    found = db.session.scalars(
        select(Meeting)
        .where(Meeting.notified_at.is_not(None), Meeting.starts_at > clock.now())
        .order_by(Meeting.id)
    ).first()
    if found is not None:
        return found
    meeting = planned(online_url="https://meet.example.jp/kaigi", online_access="番号 123")
    item = resolution(meeting)
    agendas.add_paper(officer(), item.id, title="資料", name="資料.pdf", content=b"%PDF-1.7 body")
    return notified(meeting)


def with_paper() -> int:
    """Return the id of that meeting's paper."""
    to_answer()
    found = db.session.scalar(select(AgendaPaper.id).order_by(AgendaPaper.id).limit(1))
    assert found is not None
    return found


def entry_of(meeting: Meeting, member_id: int) -> RollEntry:
    """Return the member's entry on the meeting's roll."""
    return db.session.scalars(
        select(RollEntry).where(
            RollEntry.meeting_id == meeting.id, RollEntry.organisation_id == member_id
        )
    ).one()


def token_of(meeting: Meeting, member_id: int) -> str:
    """Return the token of the member's personal link."""
    links = Links("http://localhost", current_app.config["SECRET_KEY"])
    entry = entry_of(meeting, member_id)
    return links.meeting_answer(entry.id, entry.link_nonce).rpartition("/")[2]


def link_token() -> str:
    """Return the token of a personal reply link."""
    meeting = to_answer()
    member = db.session.scalars(
        select(Organisation.id).where(Organisation.name == SOME_EXECUTIVE)
    ).one()
    return token_of(meeting, member)


def rules_by_link() -> dict[str, Any]:
    """Create a resolution to amend the guideline; return the URL values of a personal link to it."""
    meeting = planned()
    item = meeting_desk.amendment(meeting)
    notified(meeting)
    return {"token": token_of(meeting, executives()[0]), "item_id": item.id}


def in_vote(client: PlatformClient) -> tuple[Meeting, AgendaItem]:
    """Return a meeting with an open resolution; the client's member is present, also as an agent."""
    found = db.session.scalars(
        select(AgendaItem).where(AgendaItem.state == ItemState.OPEN).order_by(AgendaItem.id)
    ).first()
    if found is not None:
        return found.meeting, found
    meeting, item = in_session(title="令和9年度の事業計画", text="別紙のとおり。")
    members = executives()
    agent = client.organisation_id if client.organisation_id in members else members[0]
    first, second, *_more = (each for each in reversed(members) if each != agent)
    delegate(meeting, first, agent)
    arrive(meeting, agent, second)
    votes.open_item(officer(), item.id)
    return meeting, item


def resolved() -> int:
    """Return the number of a resolution in the register."""
    found = db.session.scalar(select(ResolutionRecord.sequence).limit(1))
    if found is not None:
        return found
    meeting, item = in_session(title="令和9年度の事業計画")
    members = executives()
    arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    raise_hands(item, members)
    return closing.close(officer(), item.id).sequence


def asked_by(client: PlatformClient) -> Meeting:
    """Create a meeting requested by the client's member, or by some executive member."""
    members = executives()
    member = client.organisation_id if client.organisation_id in members else members[0]
    return meetings.request(
        voter(member),
        {
            "title": "臨時の会議",
            "form": MeetingForm.BOTH,
            "starts_at": clock.now() + timedelta(days=30),
        },
        reason="相談が急に増えたため。",
    )


def send(
    client: PlatformClient, path: str, part: str, values: dict[str, Any] | None = None
) -> TestResponse:
    """Fill in and send the form of one section of the reply page."""
    forms = [form for form in read_forms(client.get(path).text) if form.method == "post"]
    number = next(i for i, form in enumerate(forms) if form.values.get("part") == [part])
    return client.submit(path, values, form=number)
