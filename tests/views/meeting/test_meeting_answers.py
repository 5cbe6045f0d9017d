"""An executive member answers a meeting notice, by personal link and logged in."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.models.common.audit import AuditEntry
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import MemberKind
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import cancellations, closing, meetings, votes
from tests import factories
from tests.support import meeting_desk, platform_meetings
from tests.support.accounts import SOME_EXECUTIVE, RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.meetings import arrive, delegate, executives, notified, planned, resolution, say
from tests.support.platform_meetings import entry_of, send, to_answer, token_of, with_paper
from tests.support.queries import counted


class Place(NamedTuple):
    """The client, the meeting, the path and the way of answering."""

    client: PlatformClient
    meeting_id: int
    path: str
    way: AnswerWay


def member(session: Any) -> int:
    found = select(Organisation.id).where(Organisation.name == SOME_EXECUTIVE)
    return int(session.scalars(found).one())


def others(session: Any) -> list[int]:
    return [each for each in executives() if each != member(session)]


@pytest.fixture(params=["link", "log-in"])
def place(
    request: pytest.FixtureRequest, session: Any, client: PlatformClient, client_as: RoleClients
) -> Place:
    """Return a place for the link and one for the log-in; both behave alike."""
    meeting = to_answer()
    if request.param == "link":
        path = f"/meeting-answer/{token_of(meeting, member(session))}"
        return Place(client, meeting.id, path, AnswerWay.LINK)
    logged_in = client_as("executive")
    return Place(logged_in, meeting.id, f"/meetings/{meeting.id}/answer", AnswerWay.LOGIN)


def entry(session: Any, meeting_id: int) -> RollEntry:
    session.expire_all()
    return entry_of(session.get(Meeting, meeting_id), member(session))


def standing(session: Any, meeting_id: int) -> list[Proxy]:
    session.expire_all()
    wanted = select(Proxy).where(Proxy.meeting_id == meeting_id, Proxy.ended_at.is_(None))
    return list(session.scalars(wanted))


def item_of(session: Any, meeting_id: int) -> int:
    return int(session.get(Meeting, meeting_id).items[0].id)


def test_member_names_the_attendee_and_changes_the_reply(session: Any, place: Place) -> None:
    sent = {"reply": "room", "attendee": "鳥取 花子", "is_substitute": "y", "note": "車いす"}
    assert send(place.client, place.path, "attend", sent).status_code == 303
    found = entry(session, place.meeting_id)
    assert (found.reply, found.attendee, found.is_substitute) == (Reply.ROOM, "鳥取 花子", True)
    assert found.replied_by is place.way
    page = place.client.get(place.path).text
    assert "鳥取 花子" in page and "代理出席" in page
    assert send(place.client, place.path, "attend", {"reply": "absent"}).status_code == 303
    assert entry(session, place.meeting_id).reply is Reply.ABSENT


def test_name_of_the_attendee_is_told_only_with_attendance(session: Any, place: Place) -> None:
    send(place.client, place.path, "attend", {"reply": "room", "attendee": "鳥取 花子"})
    assert "（鳥取 花子）" in place.client.get(place.path).text
    send(place.client, place.path, "proxy", {"agent": str(others(session)[0])})
    assert "（鳥取 花子）" not in place.client.get(place.path).text


def test_own_statement_is_said_to_count_instead_of_the_proxy(session: Any, place: Place) -> None:
    item = item_of(session, place.meeting_id)
    send(place.client, place.path, "proxy", {"agent": str(others(session)[0])})
    instead = "こちらの代わりに数えます"
    assert instead not in place.client.get(place.path).text
    send(place.client, place.path, "statement", {f"word_{item}": "for"})
    assert instead in place.client.get(place.path).text


def test_answer_after_the_day_asked_for_still_counts(session: Any, place: Place) -> None:
    meeting = session.get(Meeting, place.meeting_id)
    passed = "回答期限を過ぎていますが"
    assert passed not in place.client.get(place.path).text
    meeting.answers_by = clock.today() - timedelta(days=1)
    session.commit()
    assert passed in place.client.get(place.path).text


def test_attendee_name_is_required_and_input_preserved(session: Any, place: Place) -> None:
    sent = {"reply": "online", "attendee": " ", "note": "遅れます"}
    answer = send(place.client, place.path, "attend", sent)
    assert answer.status_code == 422
    assert "出席する人の氏名を入力してください" in answer.text and "遅れます" in answer.text
    assert entry(session, place.meeting_id).reply is None


def test_proxy_is_given_replaced_and_revoked(session: Any, place: Place) -> None:
    item, (first, second, *_more) = item_of(session, place.meeting_id), others(session)
    sent = {"agent": str(first), f"told_{item}": "against"}
    assert send(place.client, place.path, "proxy", sent).status_code == 303
    (proxy,) = standing(session, place.meeting_id)
    assert proxy.agent_id == first and proxy.covers_all and proxy.filed_by is place.way
    assert [(each.item_id, each.choice) for each in proxy.instructions] == [(item, Choice.AGAINST)]
    sent = {"agent": str(second), f"told_{item}": "free"}
    assert send(place.client, place.path, "proxy", sent).status_code == 303
    (proxy,) = standing(session, place.meeting_id)
    assert proxy.agent_id == second and proxy.instructions[0].choice is None
    assert send(place.client, place.path, "revoke").status_code == 303
    assert standing(session, place.meeting_id) == []
    assert entry(session, place.meeting_id).reply is None


def test_proxy_may_cover_some_items_only(session: Any, client_as: RoleClients) -> None:
    meeting = planned()
    left_out, covered = resolution(meeting).id, resolution(meeting).id
    path = f"/meetings/{notified(meeting).id}/answer"
    client, agent = client_as("executive"), others(session)[0]
    nothing = {f"told_{left_out}": "none", f"told_{covered}": "none", "agent": str(agent)}
    answer = send(client, path, "proxy", nothing)
    assert answer.status_code == 422 and "委任する議案を選んでください" in answer.text
    send(client, path, "proxy", nothing | {f"told_{covered}": "for"})
    (proxy,) = standing(session, meeting.id)
    assert not proxy.covers_all
    assert [(each.item_id, each.choice) for each in proxy.instructions] == [(covered, Choice.FOR)]


def test_agent_must_be_another_member_on_the_roll(session: Any, place: Place) -> None:
    for agent in (str(member(session)), str(factories.member().id), "x", ""):
        answer = send(place.client, place.path, "proxy", {"agent": agent})
        assert answer.status_code == 422, agent
    assert standing(session, place.meeting_id) == []


def test_absent_agent_causes_a_warning(session: Any, place: Place) -> None:
    agent = others(session)[0]
    entry_of(session.get(Meeting, place.meeting_id), agent).reply = Reply.ABSENT
    session.commit()
    send(place.client, place.path, "proxy", {"agent": str(agent)})
    assert "代理人は欠席と回答しています" in place.client.get(place.path).text


def test_agent_that_delegates_itself_is_offered_last_and_with_a_word(
    session: Any, place: Place
) -> None:
    delegating, agent = others(session)[:2]
    delegate(session.get(Meeting, place.meeting_id), delegating, agent)
    options = place.client.get(place.path).text.partition('name="agent"')[2].partition("</select>")
    last = options[0].rpartition("<option")[2]
    assert f'value="{delegating}"' in last
    assert "ほかの団体に委任しているため、出席しなければ無効" in last


def test_repeated_statement_is_not_duplicated(session: Any, place: Place) -> None:
    item = item_of(session, place.meeting_id)
    answer = send(place.client, place.path, "statement")
    assert answer.status_code == 422 and "賛成か反対を選んでください" in answer.text
    for choice in ("for", "for", "against"):
        sent = {f"word_{item}": choice}
        assert send(place.client, place.path, "statement", sent).status_code == 303
    session.expire_all()
    words = session.scalars(select(Statement).order_by(Statement.id)).all()
    assert [(word.choice, word.way) for word in words] == [
        (Choice.FOR, place.way),
        (Choice.AGAINST, place.way),
    ]
    assert entry(session, place.meeting_id).reply is Reply.STATEMENT


def test_opening_the_page_changes_nothing(session: Any, place: Place) -> None:
    def trail() -> int:
        return int(session.scalar(select(func.count()).select_from(AuditEntry)))

    session.commit()
    before = trail()
    page = place.client.get(place.path)
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert entry(session, place.meeting_id).replied_at is None
    assert trail() == before


def test_answer_after_the_close_is_refused(session: Any, place: Place) -> None:
    item = item_of(session, place.meeting_id)
    meetings.open_meeting(officer(), place.meeting_id, reason="都合により")
    votes.open_item(officer(), item)
    page = place.client.get(place.path).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    late = {"part": "statement", f"word_{item}": "for", "csrf_token": token}
    closing.close(officer(), item)
    session.commit()
    answer = place.client.post(place.path, data=late)
    assert answer.status_code == 422 and "締め切られました" in answer.text
    assert session.scalars(select(Statement)).all() == []
    meetings.close_meeting(officer(), place.meeting_id)
    page = place.client.get(place.path).text
    assert "回答は締め切られています" in page and 'name="part"' not in page


def test_present_member_is_referred_to_the_ballot_page(session: Any, place: Place) -> None:
    meetings.open_meeting(officer(), place.meeting_id, reason="都合により")
    arrive(session.get(Meeting, place.meeting_id), member(session))
    page = place.client.get(place.path).text
    assert "いま会議に出席しています" in page and "told_" not in page
    assert f'href="/meetings/{place.meeting_id}/ballot"' in page


def test_papers_and_calendar_are_available(session: Any, place: Place) -> None:
    paper = place.client.get(f"{place.path}/papers/{with_paper()}")
    assert paper.data == b"%PDF-1.7 body" and "no-store" in paper.headers["Cache-Control"]
    assert paper.headers["Content-Disposition"].startswith("attachment")
    assert place.client.get(f"{place.path}/papers/999999").status_code == 404
    calendar = place.client.get(f"{place.path}/meeting.ics")
    assert calendar.mimetype == "text/calendar"
    meeting = session.get(Meeting, place.meeting_id)
    lines = calendar.get_data(as_text=True).split("\r\n")
    begins = clock.local(meeting.starts_at)
    assert f"DTSTART;TZID=Asia/Tokyo:{begins:%Y%m%dT%H%M%S}" in lines
    assert "LOCATION:県庁会議室" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_amendment_table_is_readable_by_the_link_alone(
    session: Any, client: PlatformClient
) -> None:
    named = platform_meetings.rules_by_link()
    path = f"/meeting-answer/{named['token']}"
    table = f"{path}/items/{named['item_id']}/table"
    assert f'href="{table}"' in client.get(path).text
    answer = client.get(table)
    assert "個人での入会" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    elsewhere = meeting_desk.amendment(planned()).id
    for item in (elsewhere, 999999):
        assert client.get(f"{path}/items/{item}/table").status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsIm4iXQ.sig", "..", "%00"])
def test_forged_link_is_not_found(session: Any, client: PlatformClient, token: str) -> None:
    for path in (f"/meeting-answer/{token}", f"/meeting-answer/{token}/meeting.ics"):
        assert client.get(path).status_code == 404


def test_link_with_a_replaced_nonce_is_not_found(session: Any, client: PlatformClient) -> None:
    meeting = to_answer()
    path = f"/meeting-answer/{token_of(meeting, member(session))}"
    assert client.get(path).status_code == 200
    entry_of(meeting, member(session)).link_nonce = "another"
    assert client.get(path).status_code == 404


def test_member_not_on_the_roll_finds_nothing(session: Any, client_as: RoleClients) -> None:
    meeting = to_answer()
    newcomer = factories.member(MemberKind.EXECUTIVE)
    client = client_as("executive", newcomer)
    assert client.get(f"/meetings/{meeting.id}/answer").status_code == 404
    assert client_as("executive").get("/meetings/999999/answer").status_code == 404


def written(session: Any) -> Meeting:
    meeting = planned(MeetingForm.WRITTEN)
    resolution(meeting)
    return notified(meeting)


def test_written_resolution_asks_for_a_statement_only(session: Any, client_as: RoleClients) -> None:
    meeting = written(session)
    item, path = meeting.items[0], f"/meetings/{meeting.id}/answer"
    say(meeting, item, others(session)[:21])
    client = client_as("executive")
    assert client.get(f"{path}/meeting.ics").status_code == 404
    page = client.get(path).text
    assert "あと2団体" in page and 'name="reply"' not in page and 'name="agent"' not in page
    assert send(client, path, "statement", {f"word_{item.id}": "for"}).status_code == 303
    assert "あと1団体" in client.get(path).text
    session.expire_all()
    say(meeting, item, others(session)[21:22])
    assert item.outcome is Outcome.DEEMED
    assert "決議があったものとみなされました" in client.get(path).text


def test_cancelled_meeting_shows_the_reason(session: Any, place: Place) -> None:
    cancellations.cancel(officer(), place.meeting_id, "大雪のため")
    page = place.client.get(place.path).text
    assert "大雪のため" in page and 'name="part"' not in page
    calendar = place.client.get(f"{place.path}/meeting.ics").get_data(as_text=True)
    assert "STATUS:CANCELLED" in calendar


def test_page_takes_few_queries(session: Any, app: Flask, place: Place) -> None:
    place.client.get(place.path)
    with counted(app) as statements:
        place.client.get(place.path)
    assert len(statements) <= 12, statements
