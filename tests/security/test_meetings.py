"""Handmade addresses and forms of meetings disclose nothing and change nothing."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.common.audit import AuditEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ResolutionKind
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Role
from app.services.meeting import agendas, closing, meetings, notices, votes
from tests import factories
from tests.architecture.routes import read_table
from tests.architecture.test_routes import build
from tests.security.test_foreign_rows import everything
from tests.support import meeting_desk, members
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, csrf_token, press
from tests.support.client import PlatformClient
from tests.support.desk import LINKS, officer
from tests.support.platform_meetings import asked_by, entry_of, send, token_of

WITHIN = re.compile(r"/meetings/<int:pk>/.*<int:(item|paper|proxy|observer)_id>")
TOKEN = re.compile(r'name="csrf_token"[^>]*')


def planned() -> Meeting:
    """Return a meeting in planning with a resolution."""
    meeting = hall.planned()
    hall.resolution(meeting)
    return meeting


def test_row_of_another_meeting_is_not_found(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    foreign = meeting_desk.notified() | meeting_desk.in_session()
    here, _item = hall.in_session()
    clients = {role: client_as(role) for role in (Role.SECRETARIAT, Role.EXECUTIVE)}
    tokens = {role: {"X-CSRFToken": csrf_token(client)} for role, client in clients.items()}
    pk, before, found = here.id, everything(), {}
    for route in read_table():
        for role in route.allowed & clients.keys() if WITHIN.match(route.rule) else ():
            path = build(app, route, {**foreign, "pk": pk})
            answer = clients[role].open(path, method=route.method, headers=tokens[role])
            found[f"{route.method} {path} {role}"] = answer.status_code
    assert len(found) > 20 and set(found.values()) == {404}, found
    assert everything() == before


def test_paper_can_be_removed_only_from_its_own_item(session: Any, client_as: RoleClients) -> None:
    desk, prepared = client_as("secretariat"), meeting_desk.prepared()
    other = hall.resolution(session.get(Meeting, prepared["pk"])).id
    path = f"/meetings/{prepared['pk']}/items/{other}/papers/{prepared['paper_id']}/remove"
    session.commit()
    before = everything()
    assert press(desk, path).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("state", [MeetingState.PLANNING, MeetingState.AWAITING_APPROVAL])
def test_requesting_member_sees_the_agenda_only_after_the_notice(
    session: Any, client_as: RoleClients, state: MeetingState
) -> None:
    member = client_as("executive")
    meeting = asked_by(member)
    meetings.take_up(officer(), meeting.id)
    meetings.revise(officer(), meeting.id, {"place": "県庁"})
    item = hall.resolution(meeting, title="除名の下書き")
    paper = agendas.add_paper(officer(), item.id, title="", name="a.pdf", content=meeting_desk.PDF)
    if state is MeetingState.AWAITING_APPROVAL:
        notices.submit(officer(), meeting.id)
    page, papers = f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/papers/{paper.id}"
    hidden = ("", "/proxy-form.pdf", "/answer-form.pdf", "/minutes", f"/items/{item.id}/table")
    for path in (papers, *(f"{page}{part}" for part in hidden)):
        assert member.get(path).status_code == 404, path
    assert "除名の下書き" not in member.get(f"/meeting-requests/{meeting.id}").text
    assert f'href="/meeting-requests/{meeting.id}"' in member.get("/meetings/").text
    assert f"/{meeting.id}" not in member.get("/search?q=下書き").text
    if state is MeetingState.AWAITING_APPROVAL:
        notices.notify(officer(), meeting.id, links=LINKS)
        assert "除名の下書き" in member.get(page).text
        assert f'href="{page}"' in member.get("/meetings/").text
        assert member.get(papers).data == meeting_desk.PDF


@pytest.mark.parametrize("way", ["link", "log-in"])
def test_attendance_answer_affects_only_own_meeting_and_member(
    session: Any, client: PlatformClient, client_as: RoleClients, way: str
) -> None:
    member = client_as("executive")
    meeting, other = hall.notified(planned()), hall.notified(planned())
    assert member.organisation_id is not None
    victim = next(each for each in hall.executives() if each != member.organisation_id)
    path = f"/meetings/{meeting.id}/answer"
    if way == "link":
        member, path = client, f"/meeting-answer/{token_of(meeting, member.organisation_id)}"
    item, foreign = meeting.items[0].id, other.items[0].id
    for part, values in (
        ("statement", {f"word_{foreign}": "for"}),
        ("proxy", {"agent": str(victim), f"told_{item}": "free", f"told_{foreign}": "for"}),
    ):
        assert send(member, path, part, values).status_code == 422
    forged = {"member_id": victim, "organisation_id": victim, "pk": other.id, "way": "paper"}
    sent = {f"word_{item}": "for", **forged}
    assert send(member, path, "statement", sent).status_code == 303
    (word,) = session.scalars(select(Statement))
    assert (word.item_id, word.organisation_id == victim) == (item, False)
    assert word.way.value == way.replace("-", "")
    assert entry_of(meeting, victim).replied_at is None


def test_released_member_can_no_longer_take_part(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    organisation = factories.founding_member("鳥取市")
    member, leaving = client_as("executive", organisation), organisation.id
    request = members.filed_release(organisation)
    meeting, item = hall.in_session(kind=ResolutionKind.RELEASE, release_request_id=request.id)
    following = hall.resolution(meeting)
    others = [each for each in hall.executives() if each != leaving][:22]
    hall.arrive(meeting, leaving, *others)
    link = f"/meeting-answer/{token_of(meeting, leaving)}"
    token = csrf_token(client)
    ballot, answer = f"/meetings/{meeting.id}/ballot", f"/meetings/{meeting.id}/answer"
    own = {"X-CSRFToken": csrf_token(member)}
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, others)
    closing.close(officer(), item.id)
    votes.open_item(officer(), following.id)
    session.commit()
    before = everything()
    for path in (f"/meetings/{meeting.id}", ballot, f"{ballot}/live", answer):
        assert member.get(path).status_code in (302, 403, 404), path
    for path in (f"{ballot}/items/{following.id}", f"{ballot}/arrive", answer):
        sent = {f"vote_{leaving}": "for", "part": "statement"}
        assert member.post(path, data=sent, headers=own).status_code in (302, 403, 404), path
    assert 'name="part"' not in client.get(link).text
    for part in ("attend", "proxy", "statement", "revoke"):
        sent = {"part": part, "reply": "absent", f"word_{following.id}": "for", "csrf_token": token}
        assert client.post(link, data=sent).status_code == 422, part
    assert everything() == before


def test_member_pages_do_not_reveal_votes_of_others(session: Any, client_as: RoleClients) -> None:
    member, desk = client_as("executive"), client_as("secretariat")
    assert member.organisation_id is not None
    meeting, item = hall.in_session()
    other = next(each for each in hall.executives() if each != member.organisation_id)
    hall.arrive(meeting, other, member.organisation_id)
    votes.open_item(officer(), item.id)
    page = f"/meetings/{meeting.id}"
    seen = []
    for choice in (Choice.FOR, Choice.AGAINST):
        votes.cast_all(hall.voter(other), item.id, {other: choice})
        shown = [
            member.get(f"{page}{part}").text for part in ("", "/ballot", "/ballot/live", "/answer")
        ]
        shown.append(desk.get(f"{page}/projector/live").text)
        seen.append([TOKEN.sub("", text) for text in shown])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_audit_trail_shows_votes_only_after_the_close(
    session: Any, client_as: RoleClients, role: Role
) -> None:
    keeper = client_as(role)
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    hall.arrive(meeting, member)
    votes.open_item(officer(), item.id)
    votes.cast_all(hall.voter(member), item.id, {member: Choice.AGAINST})
    session.commit()
    cast = session.scalars(
        select(AuditEntry.sequence).where(AuditEntry.action == "vote.cast")
    ).one()
    assert "against" not in keeper.get(f"/audit/show/{cast}").text
    closing.close(officer(), item.id)
    assert "against" in keeper.get(f"/audit/show/{cast}").text


def test_secretariat_cannot_read_personal_links_of_members(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    app.config["DEMONSTRATION"] = False
    desk, meeting = client_as("secretariat"), hall.notified(planned())
    notices.remind(officer(), meeting.id, links=LINKS)
    session.commit()
    for purpose in ("meeting_notice", "meeting_reminder"):
        letter = session.scalars(
            select(OutboxMessage).where(OutboxMessage.purpose == purpose).limit(1)
        ).one()
        assert letter.organisation_id is not None
        entry = entry_of(meeting, letter.organisation_id)
        token = LINKS.meeting_answer(entry.id, entry.link_nonce).rpartition("/")[2]
        assert token in letter.body and letter.secret
        page = desk.get(f"/outbox/{letter.id}").text
        assert "/meeting-answer/…" in page and token not in page
        assert letter.letter is None or token not in str(letter.letter)
