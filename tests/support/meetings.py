"""A platform meeting and its events, through the services."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.filings.expulsion import Expulsion
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, ItemKind, MeetingForm, ResolutionKind, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ReceivedBy, Standing
from app.rules.states.filings.expulsion import ExpulsionState
from app.security.viewer import Viewer
from app.services.meeting import agendas, attendance, meetings, notices, proxies, statements, votes
from app.services.meeting.received import Received
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.members import person_of

_number = count(1)


def executives() -> list[int]:
    """Return the ids of all executive members, in a fixed order."""
    return list(
        db.session.scalars(
            select(Organisation.id)
            .where(Organisation.standing == Standing.EXECUTIVE)
            .order_by(Organisation.id)
        )
    )


def planned(form: MeetingForm = MeetingForm.BOTH, **values: Any) -> Meeting:
    """Create a meeting in preparation, to be held in 17 days."""
    return meetings.plan(
        officer(),
        {
            "title": f"プラットフォーム会議{next(_number)}",
            "form": form,
            "starts_at": clock.now() + timedelta(days=17),
            "place": "" if form is MeetingForm.WRITTEN else "県庁会議室",
            **values,
        },
    )


def resolution(
    meeting: Meeting, kind: ResolutionKind = ResolutionKind.OTHER, **values: Any
) -> AgendaItem:
    """Add a resolution to the agenda."""
    return agendas.add(
        officer(),
        meeting.id,
        ItemKind.RESOLUTION,
        {"title": f"議案{next(_number)}", "resolution_kind": kind, **values},
    )


def notified(meeting: Meeting, *, mailbox: str = "") -> Meeting:
    """Submit the notice as one officer and approve it as another. mailbox: for answers by mail."""
    notices.submit(officer(), meeting.id)
    notices.notify(officer(), meeting.id, links=replace(LINKS, mailbox=mailbox))
    return meeting


def in_session(**values: Any) -> tuple[Meeting, AgendaItem]:
    """Open a meeting with one notified resolution and no member present. values: of the item."""
    meeting = planned()
    item = resolution(meeting, **values)
    notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    return meeting, item


def arrive(meeting: Meeting, *members: int, online: bool = False) -> None:
    """Record the arrival of the members."""
    desk = officer()
    for member in members:
        attendance.arrive(desk, meeting.id, member, online=online)


def paper(
    arrived_on: date | None = None, way: AnswerWay = AnswerWay.PAPER, **values: Any
) -> Received:
    """Return an answer on paper, of which no copy was kept unless the values hold one."""
    values = values or {"no_copy_reason": "会場で原本を預かったため"}
    return Received(way=way, arrived_on=arrived_on or clock.today(), **values)


def delegate(meeting: Meeting, principal: int, agent: int) -> None:
    """File a paper proxy for all notified items."""
    proxies.file(
        officer(),
        meeting.id,
        principal,
        agent,
        way=AnswerWay.PAPER,
        covers_all=True,
        instructions={},
    )


def say(
    meeting: Meeting,
    item: AgendaItem,
    members: Sequence[int],
    choice: Choice = Choice.FOR,
    way: AnswerWay = AnswerWay.EMAIL,
) -> None:
    """Record the members' statements on the item."""
    desk = officer()
    for member in members:
        statements.state(desk, meeting.id, member, {item.id: choice}, way=way)


def raise_hands(item: AgendaItem, members: Sequence[int], choice: Choice = Choice.FOR) -> None:
    """Record the members' votes by show of hands."""
    votes.record_all(officer(), item.id, dict.fromkeys(members, choice), way=VoteWay.HANDS)


def voter(member: int) -> Viewer:
    """Return a new person who acts for the executive member."""
    return person_of(db.session.get_one(Organisation, member))


def expulsion_awaiting(organisation: Organisation | None = None) -> Expulsion:
    """Create an expulsion file awaiting the platform meeting."""
    from tests.support import desk

    file = desk.expulsion(organisation)
    file.state = ExpulsionState.AWAITING_RESOLUTION
    db.session.flush()
    return file


def consent() -> Any:
    """Create a general member's consent to serve, awaiting the resolution."""
    from app.services.filings import consents

    return consents.enter(
        officer(),
        factories.member().id,
        received_by=ReceivedBy.PAPER,
        statement="県西部で相談を受けています。",
    )
