"""A meeting requested, planned, opened and ended: by whom and in which order (規約第10条)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.mail.meeting import result_letters
from app.models.meeting.meeting import Meeting
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.membership.membership import ContactKind
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.services.meeting import agendas, cancellations, meetings, minutes, minutes_text, votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.trail import entry_details


def plan_of(form: MeetingForm = MeetingForm.BOTH, **values: Any) -> dict[str, Any]:
    starts_at = clock.now() + timedelta(days=30)
    return {"title": "会議", "form": form, "starts_at": starts_at, "place": "県庁", **values}


def asked(member: int) -> Meeting:
    """Return a meeting requested by the member, without a place."""
    return meetings.request(hall.voter(member), plan_of(place=""), reason=" 相談が増えた ")


def test_executive_member_requests_and_secretariat_sets_the_place(session: Any) -> None:
    member = hall.executives()[0]
    meeting = asked(member)
    assert (meeting.state, meeting.number) == (MeetingState.REQUESTED, None)
    assert (meeting.requested_by_id, meeting.request_reason) == (member, "相談が増えた")
    assert session.get(Organisation, member).last_contact_on == clock.today()
    kinds = session.scalars(select(Contact.kind).where(Contact.organisation_id == member))
    assert ContactKind.FORM in set(kinds)
    number = hall.planned().number
    meetings.take_up(officer(), meeting.id)
    assert (meeting.state, meeting.number) == (MeetingState.PLANNING, number + 1)
    with pytest.raises(StaleState):
        meetings.take_up(officer(), meeting.id)
    with pytest.raises(RuleViolation, match="会場を入力"):
        meetings.revise(officer(), meeting.id, {"title": "臨時の会議"})
    meetings.revise(officer(), meeting.id, {"title": "臨時の会議", "place": "倉吉"})
    assert entry_details("meeting", meeting.id, "meeting.request", "meeting.take_up") == [{}, {}]


def test_meeting_request_needs_a_reason_and_an_executive_member(session: Any) -> None:
    member = hall.voter(hall.executives()[0])
    with pytest.raises(RuleViolation, match="会議を求める理由"):
        meetings.request(member, plan_of(), reason=" ")
    for who in (officer(), person_of(factories.member())):
        with pytest.raises(NotPermitted):
            meetings.request(who, plan_of(), reason="理由")


VERBS: dict[str, Callable[[Any, int], Any]] = {
    "plan": lambda who, pk: meetings.plan(who, plan_of()),
    "take up": meetings.take_up,
    "revise": lambda who, pk: meetings.revise(who, pk, {}),
    "open": meetings.open_meeting,
    "close": meetings.close_meeting,
    "call off": lambda who, pk: cancellations.cancel(who, pk, "理由"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_secretariat_plans_and_runs_a_meeting(session: Any, verb: str) -> None:
    meeting = hall.planned()
    for who in (hall.voter(hall.executives()[0]), person_of(factories.member())):
        with pytest.raises(NotPermitted):
            VERBS[verb](who, meeting.id)
    with pytest.raises(NotFound):
        meetings.locked(999_999)


@pytest.mark.parametrize(
    ("form", "values", "message"),
    [
        (MeetingForm.BOTH, {"starts_at": timedelta(0)}, "これからの日時"),
        (MeetingForm.ROOM, {"place": ""}, "会場を入力"),
        (MeetingForm.BOTH, {"place": ""}, "会場を入力"),
        (MeetingForm.ONLINE, {"place": ""}, ""),
        (MeetingForm.WRITTEN, {"place": ""}, ""),
    ],
)
def test_required_fields_of_a_plan(
    session: Any, at: Any, form: MeetingForm, values: dict[str, Any], message: str
) -> None:
    at(clock.now())
    if "starts_at" in values:
        values = {"starts_at": clock.now() + values["starts_at"]}
    if message:
        with pytest.raises(RuleViolation, match=message):
            meetings.plan(officer(), plan_of(form, **values))
    else:
        meeting = meetings.plan(officer(), plan_of(form, **values))
        assert (meeting.number is None) is (form is MeetingForm.WRITTEN)


def test_meeting_loses_its_number_while_planned_in_writing(session: Any) -> None:
    meeting = hall.planned()
    number = meeting.number
    meetings.revise(officer(), meeting.id, {"form": MeetingForm.WRITTEN})
    assert meeting.number is None
    meetings.revise(officer(), meeting.id, {"form": MeetingForm.ONLINE})
    assert meeting.number == number
    hall.resolution(meeting)
    hall.notified(meeting)
    with pytest.raises(StaleState):
        meetings.revise(officer(), meeting.id, {"title": "あとから"})


def test_meeting_ends_when_every_resolution_is_decided_or_withdrawn(session: Any) -> None:
    meeting = hall.planned()
    item = hall.resolution(meeting)
    report = agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "報告"})
    with pytest.raises(StaleState):
        meetings.open_meeting(officer(), meeting.id, reason="都合により")
    hall.notified(meeting)
    with pytest.raises(StaleState, match="開会してから"):
        votes.open_item(officer(), item.id)
    with pytest.raises(StaleState), session.begin_nested():
        meetings.close_meeting(officer(), meeting.id)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    with pytest.raises(RuleViolation, match="議案第1号"), session.begin_nested():
        meetings.close_meeting(officer(), meeting.id)
    agendas.withdraw(officer(), item.id, "次回に送る")
    meetings.close_meeting(officer(), meeting.id, unfinished=[report.id])
    assert (report.state, report.closed_at) == (ItemState.UNFINISHED, None)
    for verb in ("open", "close", "call off", "revise"):
        with pytest.raises(StaleState):
            VERBS[verb](officer(), meeting.id)


def test_meeting_asks_about_items_never_begun_or_not_ended(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    values = {"title": "活動の報告"}
    done, begun, never = (
        agendas.add(officer(), meeting.id, kind, values)
        for kind in (ItemKind.REPORT, ItemKind.REPORT, ItemKind.DISCUSSION)
    )
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    agendas.withdraw(officer(), meeting.items[0].id, "次回に送る")
    votes.open_item(officer(), done.id)
    votes.end_item(officer(), done.id)
    votes.open_item(officer(), begun.id)
    for asked in ((), (begun.id,), (begun.id, never.id, done.id)):
        with pytest.raises(RuleViolation, match="報告事項2、協議事項1"), session.begin_nested():
            meetings.close_meeting(officer(), meeting.id, unfinished=asked)
    meetings.close_meeting(officer(), meeting.id, unfinished=(never.id, begun.id))
    assert [item.state for item in (done, begun, never)] == [
        ItemState.CLOSED, ItemState.UNFINISHED, ItemState.UNFINISHED,
    ]  # fmt: skip
    assert entry_details("meeting", meeting.id, "meeting.close") == [
        {"unfinished": "報告事項2、協議事項1"}
    ]
    text = minutes.draft(officer(), meeting.id).text
    assert [part.count("審議未了") for part in text.split("【")] == [0, 0, 0, 1, 1]
    assert text.count(minutes_text.TO_FILL_IN) == 2, "the one begun was discussed"
    letter = result_letters.results(
        meeting, session.get(Organisation, hall.executives()[0]), {}, minutes="", number=""
    )
    assert str(letter.items).count("審議未了") == 2


def test_opening_on_another_day_needs_a_reason_that_is_recorded(session: Any, at: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    with pytest.raises(RuleViolation, match="違う日に開会する理由"), session.begin_nested():
        meetings.open_meeting(officer(), meeting.id, reason=" ")
    meetings.open_meeting(officer(), meeting.id, reason="大雪の予報のため")
    (told,) = entry_details("meeting", meeting.id, "meeting.open")
    assert told["reason"] == "大雪の予報のため"
    agendas.withdraw(officer(), meeting.items[0].id, "次回に送る")
    meetings.close_meeting(officer(), meeting.id)
    planned_on = minutes_text.day(meeting.starts_at)
    said = f"（{planned_on}の予定を変えて開会した。理由　大雪の予報のため）"
    assert said in minutes.draft(officer(), meeting.id).text
    on_time = hall.planned()
    hall.resolution(on_time)
    hall.notified(on_time)
    at(on_time.starts_at)
    assert meetings.open_meeting(officer(), on_time.id).opening_reason == ""


def test_written_resolution_is_never_opened_and_ends_when_decided(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    with pytest.raises(RuleViolation, match="開会がありません"):
        meetings.open_meeting(officer(), meeting.id, reason="都合により")
    with pytest.raises(RuleViolation, match="議案第1号"), session.begin_nested():
        meetings.close_meeting(officer(), meeting.id)
    hall.say(meeting, item, hall.executives()[:23])
    meetings.close_meeting(officer(), meeting.id)
    assert meeting.state is MeetingState.CLOSED


@pytest.mark.parametrize("state", MeetingState)
def test_visibility_of_a_meeting(session: Any, state: MeetingState) -> None:
    """The secretariat sees all; executive members notified meetings; a requester its own."""
    member, other = hall.executives()[:2]
    meeting = asked(member)
    meeting.state = state
    if state in meetings.SHOWN_TO_MEMBERS:
        meeting.notified_at = clock.now()
    session.flush()
    shown = state in meetings.SHOWN_TO_MEMBERS
    for who, sees, lists in (
        (officer(), True, True),
        (hall.voter(member), shown, True),
        (hall.voter(other), shown, shown),
    ):
        assert (meeting in session.scalars(meetings.shown_to(who)).all()) is sees
        assert (meeting in meetings.page(who, 1)[0]) is lists
        if sees:
            assert meetings.one(who, meeting.id) is meeting
        else:
            with pytest.raises(NotFound):
                meetings.one(who, meeting.id)
    assert meetings.asked_for(hall.voter(member), meeting.id) is meeting
    with pytest.raises(NotFound):
        meetings.asked_for(hall.voter(other), meeting.id)
    for look in (meetings.one, meetings.asked_for):
        with pytest.raises(NotPermitted):
            look(person_of(factories.member()), meeting.id)
