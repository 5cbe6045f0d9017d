"""Show of hands recorded in bulk, observers, and meetings created from a template."""

from typing import Any

import pytest

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.audit import AuditEntry
from app.models.meeting.vote import Vote
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind, MeetingForm, VoteWay
from app.rules.meeting.roll import Choice
from app.services.meeting import agendas, attendance, observers, rolls, show_of_hands, votes
from app.services.meeting import templates as meeting_templates
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.desk import officer

HANDS = VoteWay.HANDS


@pytest.fixture
def floor(session: Any) -> tuple[Any, Any, list[int]]:
    """Open an item for voting with five members present; the first holds one proxy."""
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


def test_all_in_favour_except_one(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    person = officer()
    count = show_of_hands.record(
        person, item.id, {members[1]: Choice.AGAINST}, way=HANDS, rest=Choice.FOR
    )
    expected = dict.fromkeys((*members[:5], members[10]), Choice.FOR)
    assert count == 6 and cast(session) == expected | {members[1]: Choice.AGAINST}


def test_bulk_record_leaves_existing_votes_unchanged(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    votes.cast_all(hall.voter(members[2]), item.id, {members[2]: Choice.ABSTAIN})
    show_of_hands.record(officer(), item.id, {}, way=HANDS, rest=Choice.FOR)
    assert cast(session)[members[2]] is Choice.ABSTAIN


def test_bulk_record_excludes_the_chair_and_excluded_members(session: Any, floor: Any) -> None:
    meeting, item, members = floor
    attendance.elect_chair(officer(), meeting.id, members[0])
    agendas.exclude(officer(), item.id, members[1], "利害関係")
    show_of_hands.record(officer(), item.id, {}, way=HANDS, rest=Choice.FOR)
    assert set(cast(session)) == set(members[2:5])  # nor the chair's principal


def test_member_without_a_vote_is_refused_by_name(session: Any, floor: Any) -> None:
    _meeting, item, members = floor
    with pytest.raises(RuleViolation, match=f"^{name_of(session, members[20])}：会議に出席して"):
        show_of_hands.record(officer(), item.id, {members[20]: Choice.FOR}, way=HANDS)
    with pytest.raises(RuleViolation):
        show_of_hands.record(officer(), item.id, {}, way=HANDS)
    with pytest.raises(NotPermitted):
        show_of_hands.record(hall.voter(members[0]), item.id, {members[0]: Choice.FOR}, way=HANDS)


def test_clicked_votes_are_hidden_and_raised_hands_are_shown(session: Any, floor: Any) -> None:
    meeting, item, members = floor
    votes.cast_all(hall.voter(members[2]), item.id, {members[2]: Choice.ABSTAIN})
    show_of_hands.record(officer(), item.id, {members[3]: Choice.AGAINST}, way=HANDS)
    shown = {v.member_id: v.shown for v in show_of_hands.voters(rolls.register(meeting), item)}
    assert shown[members[2]] is None and shown[members[3]] is Choice.AGAINST


def test_observers_can_be_added_and_removed_until_the_end(session: Any) -> None:
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


def test_written_resolution_has_no_observers(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    with pytest.raises(RuleViolation):
        observers.add(officer(), meeting.id, name="専門家")


def test_template_fills_the_agenda_of_a_meeting_only(
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
