"""A platform meeting and what happens in it, by the services."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.agenda import AgendaItem
from app.models.expulsion import Expulsion
from app.models.meeting import Meeting
from app.models.organisation import Organisation
from app.rules.agenda import AnswerWay, ItemKind, MeetingForm, ResolutionKind, VoteWay
from app.rules.membership import ReceivedBy, Standing
from app.rules.roll import Choice
from app.rules.states import ExpulsionState
from app.security.viewer import Viewer
from app.services import (
    agendas,
    attendance,
    meetings,
    notices,
    proxies,
    statements,
    votes,
)
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.members import person_of

_number = count(1)


def executives() -> list[int]:
    """The ids of all executive members, in a fixed order."""
    return list(
        db.session.scalars(
            select(Organisation.id)
            .where(Organisation.standing == Standing.EXECUTIVE)
            .order_by(Organisation.id)
        )
    )


def planned(form: MeetingForm = MeetingForm.BOTH, **values: Any) -> Meeting:
    """A meeting in a fortnight and three days, being prepared."""
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
    """A resolution on the agenda."""
    return agendas.add(
        officer(),
        meeting.id,
        ItemKind.RESOLUTION,
        {"title": f"議案{next(_number)}", "resolution_kind": kind, **values},
    )


def notified(meeting: Meeting) -> Meeting:
    """The notice is submitted by one person and approved by another."""
    notices.submit(officer(), meeting.id)
    notices.notify(officer(), meeting.id, links=LINKS)
    return meeting


def in_session(**values: Any) -> tuple[Meeting, AgendaItem]:
    """An open meeting with one notified resolution; nobody is there yet. values: of the item."""
    meeting = planned()
    item = resolution(meeting, **values)
    notified(meeting)
    meetings.open_meeting(officer(), meeting.id)
    return meeting, item


def arrive(meeting: Meeting, *members: int, online: bool = False) -> None:
    """The members are there."""
    desk = officer()
    for member in members:
        attendance.arrive(desk, meeting.id, member, online=online)


def delegate(meeting: Meeting, principal: int, agent: int) -> None:
    """A paper proxy for all notified items."""
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
    """The members state it in writing."""
    desk = officer()
    for member in members:
        statements.state(desk, meeting.id, member, {item.id: choice}, way=way)


def raise_hands(item: AgendaItem, members: Sequence[int], choice: Choice = Choice.FOR) -> None:
    """The members vote by a show of hands that the secretariat records."""
    votes.note_all(officer(), item.id, dict.fromkeys(members, choice), way=VoteWay.HANDS)


def voter(member: int) -> Viewer:
    """A person who acts for the executive member."""
    return person_of(db.session.get_one(Organisation, member))


def expulsion_awaiting(organisation: Organisation | None = None) -> Expulsion:
    """An expulsion file that waits for the platform meeting."""
    from tests.support import desk

    file = desk.expulsion(organisation)
    file.state = ExpulsionState.AWAITING_RESOLUTION
    db.session.flush()
    return file


def consent() -> Any:
    """A general member's consent to serve, waiting for the resolution."""
    from app.services import consents

    return consents.enter(
        officer(),
        factories.member().id,
        received_by=ReceivedBy.PAPER,
        statement="県西部で相談を受けています。",
    )
