"""The ballot on a member's own device."""

from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.common.audit import AuditEntry
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Presence
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Vote
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import MemberKind
from app.services.meeting import agendas, attendance, closing, meetings, proxies, votes
from tests import factories
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.meetings import (
    arrive,
    delegate,
    executives,
    in_session,
    notified,
    planned,
    resolution,
    say,
)
from tests.support.queries import counted


class Seat(NamedTuple):
    """A member attending a meeting with one open resolution."""

    client: PlatformClient
    member: int
    meeting: Meeting
    item: AgendaItem
    path: str


@pytest.fixture
def seat(session: Any, client_as: RoleClients) -> Seat:
    """Return the seat of a member who is present; no vote has been cast."""
    client = client_as("executive")
    assert client.organisation_id is not None
    meeting, item = in_session()
    arrive(meeting, client.organisation_id)
    votes.open_item(officer(), item.id)
    session.commit()
    return Seat(client, client.organisation_id, meeting, item, f"/meetings/{meeting.id}/ballot")


def others(seat: Seat) -> list[int]:
    return [each for each in executives() if each != seat.member]


def cast(session: Any) -> dict[int, Choice]:
    session.expire_all()
    return {vote.organisation_id: vote.choice for vote in session.scalars(select(Vote))}


def vote(seat: Seat, values: dict[str, str]) -> Any:
    return seat.client.submit(seat.path, values, form="/items/")


def test_member_can_change_the_vote_until_the_close(session: Any, seat: Seat) -> None:
    assert vote(seat, {f"vote_{seat.member}": "against"}).status_code == 303
    assert "投票済み：反対" in seat.client.get(seat.path).text
    assert vote(seat, {f"vote_{seat.member}": "for"}).status_code == 303
    assert cast(session) == {seat.member: Choice.FOR}
    late = {f"vote_{seat.member}": "against"}
    target = f"{seat.path}/items/{seat.item.id}"
    closing.close(officer(), seat.item.id)
    answer = seat.client.post(target, data={**late, "csrf_token": csrf_token(seat.client)})
    assert answer.status_code == 422 and "採決中ではありません" in answer.text
    assert cast(session) == {seat.member: Choice.FOR}
    assert "定足数に達せず" in seat.client.get(seat.path).text


def test_one_ballot_includes_the_votes_of_principals(session: Any, seat: Seat) -> None:
    free, told, *_more = others(seat)
    delegate(seat.meeting, free, seat.member)
    instructions = {seat.item.id: Choice.AGAINST}
    proxies.file(
        officer(),
        seat.meeting.id,
        told,
        seat.member,
        way=AnswerWay.PAPER,
        covers_all=True,
        instructions=instructions,
    )
    page = seat.client.get(seat.path).text
    assert "委任状の指示：反対" in page
    assert f'name="vote_{told}" value="for"' not in page
    sent = {f"vote_{seat.member}": "for", f"vote_{free}": "abstain"}
    assert vote(seat, sent).status_code == 303
    assert cast(session) == {
        seat.member: Choice.FOR,
        free: Choice.ABSTAIN,
        told: Choice.AGAINST,
    }


def test_arrived_principal_is_named_and_the_input_preserved(session: Any, seat: Seat) -> None:
    free, *_more = others(seat)
    delegate(seat.meeting, free, seat.member)
    page = seat.client.get(seat.path)
    arrive(seat.meeting, free)
    sent = {f"vote_{seat.member}": "against", f"vote_{free}": "for"}
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = seat.client.post(
        f"{seat.path}/items/{seat.item.id}", data={**sent, "csrf_token": token}
    )
    name = session.get(Organisation, free).name
    assert answer.status_code == 422 and f"{name}：この団体から委任を受けていません" in answer.text
    own = answer.text.split(f'name="vote_{seat.member}" value="against"')[1]
    assert own.startswith(" checked")
    assert cast(session) == {}


def test_voting_bar_is_explained_with_the_article(session: Any, seat: Seat) -> None:
    attendance.elect_chair(officer(), seat.meeting.id, seat.member)
    assert (
        "議長は採決に加わることができません。（規約第12条第2項）" in seat.client.get(seat.path).text
    )
    attendance.elect_chair(officer(), seat.meeting.id, None)
    attendance.depart(officer(), seat.meeting.id, seat.member)
    page = seat.client.get(seat.path).text
    assert "出席を記録してください" in page and "投票する" not in page
    answer = vote(seat, {f"vote_{seat.member}": "for"})
    assert answer.status_code == 422 and "出席を記録してください" in answer.text
    assert cast(session) == {}


def test_repeated_arrival_is_recorded_once(session: Any, seat: Seat) -> None:
    assert seat.client.submit(seat.path, form="/depart").status_code == 303
    page = seat.client.get(seat.path)
    assert "出席していません" in page.text
    assert seat.client.submit(seat.path, form="/arrive").status_code == 303
    again = seat.client.post(
        f"{seat.path}/arrive",
        data={"csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0]},
        follow_redirects=True,
    )
    assert "すでに出席しています" in again.text
    here = select(Presence).where(
        Presence.organisation_id == seat.member, Presence.departed_at.is_(None)
    )
    session.expire_all()
    (presence,) = session.scalars(here)
    assert presence.online


def test_attendance_in_a_room_is_recorded_by_the_secretariat(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as("executive")
    meeting = planned(MeetingForm.ROOM)
    resolution(meeting)
    notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    path = f"/meetings/{meeting.id}/ballot"
    page = client.get(path).text
    assert "事務局が出席を記録します" in page and "/ballot/arrive" not in page
    answer = client.post(
        f"{path}/arrive", data={"csrf_token": csrf_token(client)}, follow_redirects=True
    )
    assert "会場で開催します" in answer.text
    assert session.scalars(select(Presence)).all() == []


def test_own_statement_by_email_is_shown(session: Any, seat: Seat) -> None:
    say(seat.meeting, seat.item, [seat.member], Choice.AGAINST)
    assert "電子メール等で「反対」と表明済みです" in seat.client.get(seat.path).text


def test_result_is_shown_with_its_counts(session: Any, seat: Seat) -> None:
    members = [seat.member, *others(seat)[:22]]
    arrive(seat.meeting, *members[1:])
    for each in members:
        votes.record_all(officer(), seat.item.id, {each: Choice.FOR}, way=votes.VoteWay.HANDS)
    record = closing.close(officer(), seat.item.id)
    page = seat.client.get(seat.path).text
    assert record.reason in page and "可決" in page


def test_opening_the_ballot_page_changes_nothing(session: Any, seat: Seat) -> None:
    def trail() -> int:
        return int(session.scalar(select(func.count()).select_from(AuditEntry)))

    before = trail()
    assert seat.client.get(seat.path).status_code == 200
    live = seat.client.get(f"{seat.path}/live")
    assert live.status_code == 200 and "<html" not in live.text and "data-live-part" in live.text
    assert trail() == before and cast(session) == {}


@pytest.mark.parametrize("value", ["", "maybe", "FOR"])
def test_invalid_choice_is_not_found(session: Any, seat: Seat, value: str) -> None:
    assert vote(seat, {f"vote_{seat.member}": value}).status_code == 404
    assert cast(session) == {}


def test_vote_without_a_proxy_is_refused(session: Any, seat: Seat) -> None:
    stranger = others(seat)[0]
    answer = vote(seat, {f"vote_{stranger}": "for"})
    assert answer.status_code == 422 and "委任を受けていません" in answer.text
    assert cast(session) == {}


def test_item_of_another_meeting_is_not_found(session: Any, seat: Seat) -> None:
    strange = resolution(planned()).id
    sent = {f"vote_{seat.member}": "for", "csrf_token": csrf_token(seat.client)}
    assert seat.client.post(f"{seat.path}/items/{strange}", data=sent).status_code == 404
    assert cast(session) == {}


def test_member_not_on_the_roll_has_no_ballot(
    session: Any, seat: Seat, client_as: RoleClients
) -> None:
    newcomer = client_as("executive", factories.member(MemberKind.EXECUTIVE))
    assert newcomer.get(seat.path).status_code == 404
    assert newcomer.get(f"{seat.path}/live").status_code == 404


def test_written_resolution_has_no_ballot(session: Any, client_as: RoleClients) -> None:
    meeting = planned(MeetingForm.WRITTEN)
    resolution(meeting)
    notified(meeting)
    assert client_as("executive").get(f"/meetings/{meeting.id}/ballot").status_code == 404


def test_page_takes_few_queries(session: Any, app: Flask, seat: Seat) -> None:
    for principal in others(seat)[:10]:
        delegate(seat.meeting, principal, seat.member)
    for path in (seat.path, f"{seat.path}/live"):
        seat.client.get(path)
        with counted(app) as statements:
            seat.client.get(path)
        assert len(statements) <= 12, statements


def test_excluded_member_reads_why_before_and_during_the_vote(session: Any, seat: Seat) -> None:
    agendas.exclude(officer(), seat.item.id, seat.member, "委託先の候補であるため")
    session.commit()
    for path in (seat.path, f"/meetings/{seat.meeting.id}/answer"):
        assert "委託先の候補であるため" in seat.client.get(path).text
