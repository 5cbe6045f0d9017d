"""Presence of members with times, and the chair (規約第10条第2項, 第11条)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.meeting.attendance import Presence
from app.models.meeting.vote import Vote
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ContactKind
from app.services.meeting import agendas, answers, attendance, closing, effects, meetings, votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.trail import entry_details


def opened(form: MeetingForm = MeetingForm.BOTH) -> Any:
    """Return a meeting in session, held in the given form."""
    meeting = hall.planned(form)
    hall.resolution(meeting)
    hall.notified(meeting)
    return meetings.open_meeting(officer(), meeting.id, reason="都合により")


@pytest.mark.parametrize(
    ("form", "online", "refusal"),
    [
        (MeetingForm.BOTH, False, ""),
        (MeetingForm.BOTH, True, ""),
        (MeetingForm.ROOM, False, ""),
        (MeetingForm.ROOM, True, "会場で開催します"),
        (MeetingForm.ONLINE, True, ""),
        (MeetingForm.ONLINE, False, "オンラインで開催します"),
    ],
)
def test_arrival_must_match_the_form_of_the_meeting(
    session: Any, form: MeetingForm, online: bool, refusal: str
) -> None:
    meeting, member = opened(form), hall.executives()[0]
    if refusal:
        with pytest.raises(RuleViolation, match=refusal):
            attendance.arrive(officer(), meeting.id, member, online=online)
    else:
        assert attendance.arrive(officer(), meeting.id, member, online=online).online is online
        assert attendance.is_there(meeting.id, member)


def test_stay_is_recorded_with_its_times_and_attendee(session: Any, at: Any) -> None:
    begins = clock.now()
    at(begins)
    meeting, member = opened(), hall.executives()[0]
    answers.answer(
        officer(), meeting.id, member, Reply.ROOM, way=AnswerWay.PAPER, attendee="鳥取 花子"
    )
    attendance.arrive(officer(), meeting.id, member, online=False)
    at(begins + timedelta(minutes=30))
    attendance.depart(officer(), meeting.id, member)
    attendance.arrive(officer(), meeting.id, member, online=True, attendee=" 米子 次郎 ")
    stays = session.scalars(select(Presence).order_by(Presence.id)).all()
    assert [(stay.attendee, stay.online) for stay in stays] == [
        ("鳥取 花子", False),
        ("米子 次郎", True),
    ]
    assert stays[0].departed_at - stays[0].arrived_at == timedelta(minutes=30)
    assert stays[1].departed_at is None
    dealings = session.scalars(select(Contact.kind).where(Contact.organisation_id == member))
    assert ContactKind.ATTENDANCE in set(dealings)
    assert session.get(Organisation, member).last_contact_on == clock.today()
    assert entry_details("meeting", meeting.id, "meeting.arrive", "meeting.depart") == [
        {"organisation_id": member, "online": False},
        {"organisation_id": member},
        {"organisation_id": member, "online": True},
    ]


def test_double_arrival_or_departure_is_refused(session: Any) -> None:
    meeting, member = opened(), hall.executives()[0]
    with pytest.raises(StaleState, match="出席していません"):
        attendance.depart(officer(), meeting.id, member)
    hall.arrive(meeting, member)
    with pytest.raises(StaleState, match="すでに出席しています"):
        hall.arrive(meeting, member)


def test_arrival_before_the_opening_or_after_the_end_is_refused(session: Any) -> None:
    meeting, member = hall.planned(), hall.executives()[0]
    item = hall.resolution(meeting)
    hall.notified(meeting)
    with pytest.raises(StaleState, match="開会中ではありません（通知済み）"):
        hall.arrive(meeting, member)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    hall.arrive(meeting, member)
    agendas.withdraw(officer(), item.id, "次回に送る")
    meetings.close_meeting(officer(), meeting.id)
    for late in (
        lambda: attendance.depart(officer(), meeting.id, member),
        lambda: attendance.elect_chair(officer(), meeting.id, member),
    ):
        with pytest.raises(StaleState, match="開会中ではありません（終了）"):
            late()


def test_permission_to_record_attendance(session: Any) -> None:
    """The secretariat records anyone; a member only itself, and only online attendance."""
    meeting = opened()
    member, other = hall.executives()[:2]
    person, general = hall.voter(member), factories.member()
    with pytest.raises(NotPermitted):
        attendance.arrive(person, meeting.id, other, online=True)
    with pytest.raises(NotPermitted):
        attendance.arrive(person_of(general), meeting.id, general.id, online=True)
    with pytest.raises(RuleViolation, match="会場での出席は、事務局が記録します"):
        attendance.arrive(person, meeting.id, member, online=False)
    assert attendance.arrive(person, meeting.id, member, online=True)
    hall.arrive(meeting, other)
    with pytest.raises(NotPermitted):
        attendance.depart(person, meeting.id, other)
    with pytest.raises(NotPermitted):
        attendance.elect_chair(person, meeting.id, member)
    assert attendance.depart(person, meeting.id, member)


def test_only_members_on_the_roll_can_arrive(session: Any) -> None:
    meeting, leaving = opened(), hall.executives()[0]
    with pytest.raises(RuleViolation, match="基準日に幹事団体だった団体ではありません"):
        hall.arrive(meeting, factories.member().id)
    effects.leave_open_meetings(leaving)
    with pytest.raises(RuleViolation, match="この会議で幹事団体を退いています"):
        hall.arrive(meeting, leaving)


def test_chair_must_be_present_and_leaving_ends_the_chair(session: Any) -> None:
    meeting = opened()
    first, second, absent = hall.executives()[:3]
    hall.arrive(meeting, first, second)
    for nobody in (absent, factories.member().id):
        with pytest.raises(RuleViolation):
            attendance.elect_chair(officer(), meeting.id, nobody)
    attendance.elect_chair(officer(), meeting.id, first)
    attendance.depart(officer(), meeting.id, second)
    assert meeting.chair_id == first
    attendance.depart(officer(), meeting.id, first)
    assert meeting.chair_id is None
    hall.arrive(meeting, first)
    attendance.elect_chair(officer(), meeting.id, first)
    attendance.elect_chair(officer(), meeting.id, None)
    assert meeting.chair_id is None
    assert entry_details("meeting", meeting.id, "meeting.chair") == [
        {"organisation_id": first},
        {"organisation_id": first},
        {"organisation_id": None},
    ]


def test_election_as_chair_withdraws_votes_on_open_items_only(session: Any) -> None:
    meeting = hall.planned()
    items = [hall.resolution(meeting) for _each in range(2)]
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    chair, principal, other = hall.executives()[:3]
    hall.delegate(meeting, principal, chair)
    hall.arrive(meeting, chair, other)
    for item in items:
        votes.open_item(officer(), item.id)
        hall.raise_hands(item, [chair, other])
        votes.record_all(
            officer(), item.id, {principal: Choice.FOR}, way=hall.VoteWay.HANDS, agents=[principal]
        )
        if item is items[0]:
            closing.close(officer(), item.id)
    attendance.elect_chair(officer(), meeting.id, chair)
    cast = {item.id: set() for item in items}
    for vote in session.scalars(select(Vote)):
        cast[vote.item_id].add(vote.organisation_id)
    assert cast == {items[0].id: {chair, principal, other}, items[1].id: {other}}
