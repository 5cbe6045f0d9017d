"""Events in the browser of a visitor, a member, the secretariat: right, and all that goes wrong."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, database
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.events.event import EventKind
from app.rules.states.events.event import EventStage, SeatState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Role
from app.services.events import events, seats
from tests.support import events as hall
from tests.support.accounts import RoleClients, csrf_token, press
from tests.support.client import PlatformClient
from tests.support.desk import LINKS
from tests.support.queries import counted

FORM = {"name": "因幡　はる", "email": "haru@example.jp", "body": "はるの会"}
GENERIC = "参加の可否と、変更や取消しの方法は、メールでお知らせします"


def rows(session: Any) -> list[EventRegistration]:
    session.expire_all()
    return list(session.scalars(select(EventRegistration).order_by(EventRegistration.id)))


def test_a_visitor_registers_changes_and_cancels(session: Any, client: PlatformClient) -> None:
    event = hall.published(groups="居場所\n研修：1", needs=["sign"])
    page = f"/events/{event.public_id}/register"
    assert client.submit(page, FORM | {"email": "wrong"}).status_code == 422
    answer = client.submit(page, FORM | {"wish": "研修", "needs": ["sign"]}, follow_redirects=True)
    assert GENERIC in answer.text
    [row] = rows(session)
    assert (row.state, row.wish, row.needs) == (SeatState.REGISTERED, "研修", ["sign"])
    again = client.submit(page, FORM, follow_redirects=True)
    assert GENERIC in again.text and len(rows(session)) == 1, "a second one is answered alike"
    own = f"/registrations/{hall.token(row)}"
    shown = client.get(own)
    assert row.code in shown.text and "data:image/svg" in shown.text
    assert client.submit(own, {"wish": "居場所"}, form=-2).status_code == 303
    assert client.get(f"{own}/event.ics").text.startswith("BEGIN:VCALENDAR")
    assert client.submit(own, form="/cancel").status_code == 303
    assert rows(session)[0].state is SeatState.CANCELLED
    over = client.get(own).text
    assert "この申込みは終わりました" in over and f'href="{page}"' in over


def test_online_event_is_joined_by_its_link_and_has_no_door(
    session: Any, client: PlatformClient
) -> None:
    url = "https://meet.example.jp/kensyu"
    event = hall.published(way="online", meeting_url=url, place="")
    client.submit(f"/events/{event.public_id}/register", FORM)
    shown = client.get(f"/registrations/{hall.token(rows(session)[0])}").text
    assert f'<a href="{url}"' in shown and "当日の受付" not in shown


def test_letter_to_a_strange_address_carries_no_address_in_the_name(
    session: Any, client: PlatformClient
) -> None:
    page = f"/events/{hall.published().public_id}/register"
    answer = client.submit(page, FORM | {"name": "当選です http://bad.example/"})
    assert answer.status_code == 422 and "URLやメールアドレスは" in answer.text
    assert not rows(session) and not hall.letters("event_registered")


def test_empty_addresses_use_up_nobodys_share(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    page = f"/events/{hall.published().public_id}/register"
    for _ in range(21):
        assert client.submit(page, FORM | {"email": ""}).status_code == 422
    desk = client_as(Role.SECRETARIAT)
    assert desk.submit(page, FORM | {"email": ""}).status_code == 303


def test_waiting_list_offer_and_decline_by_link(session: Any, client: PlatformClient) -> None:
    event = hall.published(capacity=1)
    first = hall.guest(event)
    page = f"/events/{event.public_id}/register"
    assert "キャンセル待ちで申し込めます" in client.get(page).text
    client.submit(page, FORM)
    own = f"/registrations/{hall.token(rows(session)[1])}"
    assert "キャンセル待ちの1番目です" in client.get(own).text
    hall.cancel(first)
    assert "席が空きました" in client.get(own).text
    assert client.submit(own, form="/decline").status_code == 303
    assert press(client, f"{own}/accept").status_code == 303
    assert rows(session)[1].state is SeatState.DECLINED


@pytest.mark.parametrize(
    ("case", "words"),
    [("late", "受付は終わりました"), ("cancelled", "中止になりました"), ("proposed", "")],
)
def test_what_cannot_be_registered_for_is_told(
    session: Any, client: PlatformClient, at: Any, case: str, words: str
) -> None:
    event = hall.proposed() if case == "proposed" else hall.published()
    if case == "cancelled":
        events.cancel(SYSTEM, event.public_id, "台風", links=LINKS)
    if case == "late":
        at(event.begins)
    page = f"/events/{event.public_id}/register"
    answer = client.get(page)
    if case == "proposed":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200 and words in answer.text
    assert press(client, page, **FORM).status_code == 422
    assert rows(session) == []


def test_a_member_is_prefilled_and_led_to_their_registration(
    session: Any, client_as: RoleClients
) -> None:
    member, event = client_as(Role.GENERAL), hall.published()
    path = f"/events/{event.public_id}"
    answer = member.submit(f"{path}/register")
    assert answer.status_code == 303 and "/registrations/" in answer.location
    [row] = rows(session)
    assert row.member_id == member.organisation_id and row.email and row.body
    assert "申込み済みです" in member.get(path).text


def test_proposal_of_a_member_is_published_by_the_secretariat(
    session: Any, client_as: RoleClients, client: PlatformClient
) -> None:
    member, desk = client_as(Role.GENERAL), client_as(Role.SECRETARIAT)
    sent = {
        **{key: str(getattr(value, "value", value)) for key, value in hall.PLAIN.items()},
        **{"starts_at": "13:30", "ends_at": "16:00"},
        "day": (clock.today() + timedelta(days=20)).isoformat(),
        "meeting_url": "https://meet.example.jp/abc",
    }
    answer = member.submit("/events/new", sent)
    assert answer.status_code == 303, answer.text
    path = answer.location
    assert (
        client.get(path).status_code == 404
        and client_as(Role.EXECUTIVE).get(path).status_code == 404
    )
    assert "事務局が公開するまで" in member.get(path).text
    assert desk.submit(path, form="/publish").status_code == 303
    assert "申し込む" in client.get(path).text
    assert "meet.example.jp" not in client.get(path).text
    assert "meet.example.jp" in member.get(path).text
    assert "/publish" not in member.get(path).text
    assert sent["name"] in client.get("/events/").text
    assert sent["name"] in client.get("/calendar/", query_string={"month": sent["day"][:7]}).text
    assert member.submit(path, {"reason": "台風"}, form="/cancel").status_code == 303
    assert "この行事は中止になりました" in client.get(path).text
    session.expire_all()
    assert session.scalars(select(Event)).one().stage is EventStage.CANCELLED


def test_people_groups_and_door_of_the_organiser(
    session: Any, client_as: RoleClients, at: Any
) -> None:
    at(clock.at_start_of(clock.today()) + timedelta(hours=13, minutes=20))
    member, other = client_as(Role.GENERAL), client_as(Role.EXECUTIVE)
    event = hall.published(member.organisation_id, groups="居場所\n研修", day=clock.today())
    row = hall.guest(event, name="因幡　はる", wish="研修")
    path = f"/events/{event.public_id}"
    for page in ("people", "groups", "door", "report", "people.xlsx", "people.pdf", "report.pdf"):
        answer = member.get(f"{path}/{page}")
        assert answer.status_code == 200, page
        assert answer.data.startswith(b"%PDF-") is page.endswith(".pdf")
        assert other.get(f"{path}/{page}").status_code == 404, page
    assert "因幡　はる" in member.get(f"{path}/people").text
    assert press(member, f"{path}/groups", make="1").status_code == 303
    assert rows(session)[0].placed == "研修"
    moved = {f"group-{row.id}": "居場所", f"lock-{row.id}": "1"}
    assert member.submit(f"{path}/groups", moved).status_code == 303
    assert (rows(session)[0].placed, row.locked) == ("居場所", True)
    at(event.begins)
    told = mark(member, path, row.code)
    assert told.status_code == 200 and told.json["came"].startswith("13:30")
    twice = mark(member, path, row.code)
    assert twice.status_code == 409 and "すでに受付済み" in twice.json["text"]
    assert mark(member, path, "00000000").status_code == 404
    assert member.submit(f"{path}/door", form=-2, press=("undo", "1")).status_code == 303
    assert rows(session)[0].came_at is None
    assert member.submit(f"{path}/door", {"name": "飛び入り"}).status_code == 303
    assert rows(session)[1].walked_in


@pytest.mark.parametrize("name", ["people.pdf", "people.xlsx"])
def test_taking_a_name_list_waits_for_other_writers(
    session: Any, client_as: RoleClients, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    taken = []
    begin = database._begin_immediate
    monkeypatch.setattr(database, "_begin_immediate", lambda each: (taken.append(1), begin(each)))
    client = client_as(Role.SECRETARIAT)
    path = f"/events/{hall.published().public_id}"
    client.get(f"{path}/people")
    taken.clear()
    client.get(f"{path}/people")
    assert not taken
    client.get(f"{path}/{name}")
    assert taken, "that it was taken is written, so the lock comes first"


def mark(client: PlatformClient, path: str, code: str) -> Any:
    data = {"code": code, "csrf_token": csrf_token(client)}
    return client.post(f"{path}/door", data=data, headers={"Accept": "application/json"})


def test_the_desk_registers_and_cancels_for_somebody_who_called(
    session: Any, client_as: RoleClients
) -> None:
    desk, event = client_as(Role.SECRETARIAT), hall.published()
    path = f"/events/{event.public_id}"
    assert desk.submit(f"{path}/register", {"name": "電話の人"}).status_code == 303
    [row] = rows(session)
    assert (row.email, row.account_id) == ("", None)
    assert desk.submit(f"{path}/people", form="/cancel").status_code == 303
    assert rows(session)[0].state is SeatState.CANCELLED


def test_questionnaire_by_link(session: Any, client: PlatformClient, at: Any) -> None:
    event = hall.published()
    row = hall.guest(event)
    at(event.begins + timedelta(days=1))
    with acting_as_system(session):
        events.hold(SYSTEM, seats.hold(event.id), LINKS)
    page = f"/registrations/{hall.token(row)}/questionnaire"
    assert client.submit(page, {}).status_code == 422
    sent = {"overall": "5", "connected": "yes", "useful": "yes"}
    assert client.submit(page, sent).status_code == 303
    assert "ご回答ありがとうございました" in client.get(page).text


def test_what_only_the_organiser_has_to_know_stands_on_its_page_alone(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    member = client_as(Role.GENERAL)
    event = hall.published(member.organisation_id, kept_seats=3, kept_until=clock.today())
    path, words = f"/events/{event.public_id}", ("名前を残す月数", "段階", "取り置く席")
    shown, own = client.get(path).text, member.get(path).text
    assert [word for word in words if word in shown] == []
    assert [word for word in words if word not in own] == []
    rare = "組分けと取り置く席</summary>"
    for page, fold in (("/events/new", "<details"), (f"{path}/edit", "<details")):
        before = member.get(page).text.partition(rare)[0].rpartition(fold)[2]
        assert (" open" in before) is page.endswith("edit"), "what was entered has to be seen"


def test_question_of_a_member_waits_for_a_second_look_and_is_answered(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    member, desk = client_as(Role.GENERAL), client_as(Role.SECRETARIAT)
    event = hall.published(kind=EventKind.DIALOGUE)
    sent = {"event": event.public_id, "text": "居場所の家賃に使えますか。"}
    path = member.submit("/event-questions/new", sent).location
    page = f"/events/{event.public_id}"
    assert client.get(path).status_code == 404 and sent["text"] not in client.get(page).text
    assert "事務局が内容を確かめて" in member.get(path).text
    assert hall.letters("question_waits") and "確認を待つ行政への質問" in desk.get("/").text
    assert desk.submit(path, form="/publish").status_code == 303
    assert sent["text"] in client.get(page).text and len(hall.letters("question_told")) == 1
    member.submit(f"{path}/edit", {"text": "家賃に使えますか。"})
    assert client.get(path).status_code == 404, "a change waits again"
    answer = {"answer": "使えます。", "section": "孤独・孤立対策課"}
    assert desk.submit(f"{path}/answer", answer).status_code == 303
    assert "使えます。" in client.get(page).text and len(hall.letters("question_told")) == 2


def test_members_support_a_subcommittee_by_a_button(session: Any, client_as: RoleClients) -> None:
    proposer, other, desk = (
        client_as(role) for role in (Role.GENERAL, Role.EXECUTIVE, Role.SECRETARIAT)
    )
    path = proposer.submit("/subcommittees/new", {"name": "若者の居場所", "aim": "話す"}).location
    assert "あと3団体" in other.get(path).text
    assert other.submit(path, form="/join").status_code == 303
    assert "あと2団体" in other.get(path).text
    assert press(desk, f"{path}/stages/found").status_code == 303
    assert "あと2団体の賛同" in desk.get(path).text
    assert press(desk, f"{path}/stages/decline", reason="重なる").status_code == 303
    assert press(desk, f"{path}/stages/nonsense").status_code == 303


def test_lists_take_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    desk = client_as(Role.SECRETARIAT)
    event = hall.published(groups="居場所")
    for _ in range(12):
        hall.guest(event)
    for page in (
        f"/events/{event.public_id}/people",
        f"/events/{event.public_id}/door",
        "/calendar/",
    ):
        desk.get(page)
        with counted(app) as statements:
            assert desk.get(page).status_code == 200
        assert len(statements) <= 6, (page, statements)


def test_calendar_month_feed_and_own_address(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    event = hall.published(name="会員の会", access="members")
    member = client_as(Role.GENERAL)
    assert "会員の会" not in client.get("/calendar.ics").text
    assert "会員の会" not in member.get("/calendar.ics").text, "the same for everybody"
    assert member.submit("/calendar/", form="/address").status_code == 303
    page = member.get("/calendar/", query_string={"month": f"{event.day:%Y-%m}"}).text
    own = next(part for part in page.split("<code>") if "/calendar/" in part and ".ics" in part)
    assert "会員の会" in page
    assert (
        "会員の会" in client.get(own.partition("</code>")[0].removeprefix("http://localhost")).text
    )
    for wrong in ("13", "2026-99", "x", "9999-12"):
        assert client.get("/calendar/", query_string={"month": wrong}).status_code == 200
    assert client.get("/calendar/forged.ics").status_code == 404
