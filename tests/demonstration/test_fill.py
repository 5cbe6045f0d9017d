"""The demonstration: the services' longest test. It fills a platform and looks at it as each role."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.demonstration import fill
from app.demonstration.logins import PEOPLE, is_filled
from app.demonstration.meetings import VISITOR
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.models.cases.case import CaseParticipation
from app.models.council.council import CouncilPerson
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.survey import Survey
from app.models.grants.grant import Grant
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.minutes import Minutes
from app.models.membership.organisation import Organisation
from app.models.news.news import News
from app.models.policy.proposal import Proposal
from app.models.post.outbox import OutboxMessage
from app.models.support.desk import DeskPassing
from app.rules.states.admission.application import ApplicationState, BatchState
from app.rules.states.events.event import EventStage, SeatState
from app.rules.states.exchange.need_offer import NeedStage
from app.rules.states.grants.grant import GrantState
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.rules.states.meeting.minutes import MinutesState
from app.rules.states.news.news import NewsStage
from app.rules.states.policy.proposal import ProposalState
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.services.common import trail
from app.services.meeting import closing, rolls
from app.views.front.demonstration import FILLED
from tests.support.accounts import client_of

CPU_SECONDS = 30
"""A bound for a busy machine; alone it takes a third of it or less."""


@pytest.mark.timeout(300)
def test_fills_an_empty_platform(
    app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, wall = time.process_time(), time.monotonic()
    with app.app_context(), acting_as_system(db.session):
        fill.fill(app)
        db.session.commit()
    spent, waited = time.process_time() - begun, time.monotonic() - wall
    with capsys.disabled():
        print(f"\n  demonstration: {spent:.1f} s of processor time, {waited:.1f} s in all")

    with app.app_context(), acting_as_system(db.session):
        assert_each_state_is_there()
        assert_meetings_are_as_told()
        assert_all_is_fictitious()
        assert list(trail.verify()) == []
        monkeypatch.setitem(app.extensions, FILLED, is_filled())
    for _role, username, *_rest in PEOPLE:
        assert_pages_answer(app, username)
    assert_pages_answer(app, "")
    assert spent <= CPU_SECONDS


def assert_each_state_is_there() -> None:
    every = [
        (Application.state, set(ApplicationState)),
        (Grant.state, set(GrantState)),
        (OutboxMessage.state, set(OutboxState) - {OutboxState.SENDING}),
        (Event.stage, set(EventStage) - {EventStage.DECLINED}),
        (EventRegistration.state, {SeatState.REGISTERED, SeatState.WAITING}),
        (DecisionBatch.state, {BatchState.OPEN, BatchState.AWAITING_APPROVAL, BatchState.APPROVED}),
        (Meeting.state, {MeetingState.OPEN, MeetingState.NOTIFIED, MeetingState.CLOSED}),
        (Minutes.state, {MinutesState.CONFIRMED}),
        (News.stage, {NewsStage.WAITING, NewsStage.PUBLISHED}),
        (NeedOffer.stage, {NeedStage.OPEN, NeedStage.MATCHED}),
        (Proposal.state, {ProposalState.SUBMITTED}),
    ]
    for column, wanted in every:
        assert wanted - set(db.session.scalars(select(column))) == set(), str(column)
    assert number(DeskPassing) >= 8
    names = set(db.session.scalars(select(Organisation.name)))
    assert len(names | set(db.session.scalars(select(Application.name)))) >= 34 + 60
    today, closing_days = clock.today(), set(db.session.scalars(select(Survey.closes_on)))
    assert min(closing_days) < today < max(closing_days)
    bodies = (
        select(func.count(func.distinct(CouncilPerson.body_id)))
        .join(CaseParticipation, CaseParticipation.person_id == CouncilPerson.id)
        .group_by(CaseParticipation.case_id)
    )
    assert db.session.scalars(bodies).all() == [4, 4]


def assert_meetings_are_as_told() -> None:
    opened = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.OPEN)).one()
    assert [item.state for item in opened.items] == [
        *(ItemState.CLOSED, ItemState.OPEN, ItemState.PLANNED),
    ]
    coming = db.session.scalars(
        select(Meeting).where(Meeting.state == MeetingState.NOTIFIED).order_by(Meeting.starts_at)
    ).all()
    tomorrow, written = coming
    assert clock.local(tomorrow.starts_at).date() == clock.today() + timedelta(days=1)
    replied = select(func.count()).where(
        RollEntry.meeting_id == tomorrow.id, RollEntry.reply.is_not(None)
    )
    assert 10 < (db.session.scalar(replied) or 0) < 34
    deemed = closing.deemed_now(rolls.register(written), written.items[0])
    assert deemed.needed - deemed.assents == 1
    visitor = db.session.scalars(select(Organisation).where(Organisation.name == VISITOR)).one()
    answers = select(RollEntry.reply).where(RollEntry.organisation_id == visitor.id)
    assert None in db.session.scalars(answers.where(RollEntry.meeting_id == written.id)).all()


def assert_all_is_fictitious() -> None:
    addresses = db.session.scalars(select(OutboxMessage.recipient)).all()
    assert {each.rpartition("@")[2] for each in addresses if each} == {"example.jp"}
    phones = set(db.session.scalars(select(Organisation.phone))) - {""}
    assert all(re.fullmatch(r"0857-00-00\d\d", each) for each in phones)


def assert_pages_answer(app: Flask, username: str) -> None:
    """Open the home page of an account, the lists of its menu, and what it is led to."""
    client = client_of(app, username)
    home = client.get("/")
    assert home.status_code == 200
    assert 'class="demonstration"' in home.text
    led = re.search(r'aria-labelledby="try-first".*?</section>', home.text, re.DOTALL)
    assert led and len(re.findall(r"<li>", led[0])) == 3
    menu = "".join(re.findall(r"<nav.*?</nav>", home.text, re.DOTALL))
    paths = set(re.findall(r'href="(/[^"#]*)"', menu + led[0])) - {"/logout"}
    assert len(paths) > 5
    answered = {path: client.get(path).status_code for path in sorted(paths)}
    assert {path: code for path, code in answered.items() if code not in (200, 302)} == {}


def number(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
