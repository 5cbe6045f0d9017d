"""A show of hands recorded for many at once, observers, and meetings after a template."""

from typing import Any

import pytest

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.audit import AuditEntry
from app.models.meeting.vote import Vote
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind, MeetingForm, VoteWay
from app.rules.meeting.roll import Choice
from app.services.meeting import agendas, attendance, hands, observers, rolls, votes
from app.services.meeting import templates as meeting_templates
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.desk import officer

HANDS = VoteWay.HANDS


@pytest.fixture
def floor(session: Any) -> tuple[Any, Any, list[int]]:
    """A meeting with an item put to the vote: five there, one proxy held by the first."""
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:5])
    hall.delegate(meeting, members[10], members[0])
    votes.open_item(officer(), item.id)
    return meeting, item, members


def name_of(session: Any, member: int) -> str:
    return str(session.get(Organisation, member).name)


def cast(session: Any) -> dict[int, Choice]:
    return {vote.organisation_id: vote.choice for vote in session.query(Vote)}


def test_all_in_favour_but_one(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    person = officer()
    count = hands.record(person, item.id, {members[1]: Choice.AGAINST}, way=HANDS, rest=Choice.FOR)
    expected = dict.fromkeys((*members[:5], members[10]), Choice.FOR)
    assert count == 6 and cast(session) == expected | {members[1]: Choice.AGAINST}


def test_the_rest_leaves_alone_who_has_voted(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    votes.cast(hall.voter(members[2]), item.id, members[2], Choice.ABSTAIN)
    hands.record(officer(), item.id, {}, way=HANDS, rest=Choice.FOR)
    assert cast(session)[members[2]] is Choice.ABSTAIN


def test_the_chair_and_the_excluded_are_not_among_the_rest(session: Any, floor: Any) -> None:
    meeting, item, members = floor
    attendance.elect_chair(officer(), meeting.id, members[0])
    agendas.exclude(officer(), item.id, members[1], "利害関係")
    hands.record(officer(), item.id, {}, way=HANDS, rest=Choice.FOR)
    assert set(cast(session)) == set(members[2:5])  # nor the chair's principal


def test_one_that_may_not_vote_undoes_nothing_but_is_refused(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    with pytest.raises(RuleViolation, match=f"^{name_of(session, members[20])}：会議に出席して"):
        hands.record(officer(), item.id, {members[20]: Choice.FOR}, way=HANDS)
    with pytest.raises(RuleViolation):
        hands.record(officer(), item.id, {}, way=HANDS)
    with pytest.raises(NotPermitted):
        hands.record(hall.voter(members[0]), item.id, {members[0]: Choice.FOR}, way=HANDS)


def test_clicks_are_not_shown_and_hands_are(session: Any, floor: Any) -> None:
    meeting, item, members = floor
    votes.cast(hall.voter(members[2]), item.id, members[2], Choice.ABSTAIN)
    hands.record(officer(), item.id, {members[3]: Choice.AGAINST}, way=HANDS)
    shown = {v.member_id: v.shown for v in hands.voters(rolls.register(meeting), item)}
    assert shown[members[2]] is None and shown[members[3]] is Choice.AGAINST


def test_observers_come_and_go_until_the_end(session: Any) -> None:
    meeting = hall.planned()
    person = officer()
    with pytest.raises(RuleViolation):
        observers.add(person, meeting.id, name=" ")
    found = observers.add(person, meeting.id, name="専門家")
    with pytest.raises(StaleState):
        observers.note(person, meeting.id, found.id, attended=True)
    observers.remove(person, meeting.id, found.id)
    assert meeting.observers == []
    with pytest.raises(NotFound):
        observers.remove(person, meeting.id, found.id)
    session.commit()
    actions = {row.action for row in session.query(AuditEntry)}
    assert {"meeting.observer_add", "meeting.observer_remove"} <= actions


def test_a_written_resolution_has_no_observers(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    with pytest.raises(RuleViolation):
        observers.add(officer(), meeting.id, name="専門家")


def test_a_template_fills_the_agenda_of_a_meeting_and_not_of_a_written_resolution(
    session: Any,
) -> None:
    template = meeting_desk.template()
    person = officer()
    values = {
        "title": "会議",
        "form": MeetingForm.ONLINE,
        "starts_at": hall.planned().starts_at,
    }
    meeting = meeting_templates.plan(person, values, template=template)
    assert [item.title for item in meeting.items] == ["活動の報告", "意見交換"]
    assert {item.kind for item in meeting.items} == {ItemKind.DISCUSSION}
    written = meeting_templates.plan(
        person, {**values, "form": MeetingForm.WRITTEN}, template=template
    )
    assert written.items == []
    assert meeting_templates.chosen(person, "x") is None
    assert meeting_templates.chosen(person, str(template.id)) is template
