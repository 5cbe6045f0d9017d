"""Ticks in every list: who has them, what is asked, what is done, what a tick of another's row does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from app.models.common.audit import AuditEntry
from app.models.meeting.attendance import Presence, RollEntry
from app.rules.meeting.agenda import Reply
from app.security.viewer import Role
from tests import factories
from tests.support import closed_meetings, meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.register_samples import entry, model_of
from tests.support.source import ROOT

NO_ROW = "4711"


@dataclass(frozen=True)
class Listed:
    """A list with two rows that may be ticked, and an act on them."""

    page: str
    act: str
    """Its address."""
    keys: tuple[str, str]
    action: str
    """What the trail records for each row."""
    undo: str = ""
    """Address of what takes it back."""
    typed: tuple[tuple[str, str], ...] = ()


def desks() -> Listed:
    rows = [entry(model_of("desks")) for _ in range(2)]
    keys = (rows[0].public_id, rows[1].public_id)
    reason = (("reason", "閉じた"),)
    act, undo = "/desks/ticked/retire", "/desks/ticked/restore"
    return Listed("/desks/", act, keys, "desk.retire", undo, reason)


def applications() -> Listed:
    keys = (str(factories.application().id), str(factories.application().id))
    act, undo = "/applications/ticked/put-in", "/applications/ticked/take-out"
    return Listed("/applications/", act, keys, "application.put_in", undo)


def open_tasks() -> Listed:
    keys = (str(closed_meetings.task().id), str(closed_meetings.task().id))
    act, undo = "/open-tasks/ticked/finish", "/open-tasks/ticked/reopen"
    return Listed("/open-tasks/", act, keys, "open_task.finish", undo)


def letters() -> Listed:
    found = [factories.letter(dedupe_key="test:1", to=f"{who}@example.jp") for who in "ab"]
    page = f"/notices/{found[0].bulk_id}"
    keys = (str(found[0].id), str(found[1].id))
    return Listed(page, f"{page}/ticked/hold", keys, "outbox.hold", f"{page}/ticked/release")


def attendance() -> Listed:
    page = f"/meetings/{meeting_desk.in_session()['pk']}/attendance"
    keys = (str(hall.executives()[5]), str(hall.executives()[6]))
    return Listed(page, f"{page}/ticked/room", keys, "meeting.arrive")


def answers() -> Listed:
    page = f"/meetings/{meeting_desk.notified()['pk']}/answers"
    keys = (str(hall.executives()[5]), str(hall.executives()[6]))
    typed = (("way", "telephone"),)
    return Listed(page, f"{page}/ticked/absent", keys, "meeting.answer", typed=typed)


LISTS = [desks, applications, open_tasks, letters, attendance, answers]


def send(client: PlatformClient, address: str, *keys: str, **typed: str) -> Any:
    return client.post(
        address, data={"pick": [*keys], **typed}, headers={"X-CSRFToken": csrf_token(client)}
    )


def recorded(session: Any, action: str) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


@pytest.mark.parametrize("make", LISTS, ids=[each.__name__ for each in LISTS])
def test_ticked_rows_are_asked_about_done_one_by_one_and_taken_back(
    session: Any, client_as: RoleClients, make: Callable[[], Listed]
) -> None:
    one, desk = make(), client_as(Role.SECRETARIAT)
    page = desk.get(one.page).text
    for key in one.keys:
        assert f'name="pick" value="{key}" form="ticks"' in page
    assert f'formaction="{one.act}"' in page
    before = recorded(session, one.action)

    asked = send(desk, one.act, *one.keys, NO_ROW)
    assert asked.status_code == 200
    assert "2件を選択しています。" in asked.text and NO_ROW not in asked.text
    assert recorded(session, one.action) == before, "nothing is done before it is confirmed"
    for wrong in ((NO_ROW,), ()):
        assert send(desk, one.act, *wrong).status_code == 303

    typed = dict(one.typed)
    if typed:
        assert send(desk, one.act, *one.keys, sure="1").status_code == 422
    done = send(desk, one.act, *one.keys, NO_ROW, sure="1", **typed)
    assert done.status_code == (200 if one.undo else 303), done.text
    assert recorded(session, one.action) == before + 2
    if one.undo:
        assert send(desk, one.undo, *one.keys, sure="1").status_code == 303
        again = send(desk, one.act, one.keys[0], sure="1", **typed)
        assert again.status_code == 200, "taken back, it can be done again"


def test_refused_row_is_named_with_the_reason_and_the_others_are_done(
    session: Any, client_as: RoleClients
) -> None:
    desk, found = client_as(Role.SECRETARIAT), letters()
    send(desk, found.act, found.keys[0], sure="1")
    answer = send(desk, found.act, *found.keys, sure="1")
    assert answer.status_code == 200
    assert "1件を処理しました。" in answer.text and "1件は変更しませんでした。" in answer.text
    part = desk.post(
        found.act,
        data={"pick": [*found.keys], "sure": "1"},
        headers={"X-CSRFToken": csrf_token(desk), "Accept": "application/json"},
    )
    assert part.json["done"] == [] and len(part.json["refused"]) == 2
    assert recorded(session, "refused:hold") == 3
    assert recorded(session, "outbox.hold") == 2


def test_tick_of_anothers_entry_is_answered_like_that_of_none(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as(Role.GENERAL)
    own = entry(model_of("desks"), member.organisation_id)
    others = entry(model_of("desks"))
    page = member.get("/desks/").text
    assert f'value="{own.public_id}" form="ticks"' in page
    assert f'value="{others.public_id}" form="ticks"' not in page
    for key in (others.public_id, NO_ROW):
        answer = send(member, "/desks/ticked/confirm", key, sure="1")
        assert (answer.status_code, answer.location) == (303, "/desks/")
        asked = send(member, "/desks/ticked/confirm", own.public_id, key)
        assert "1件を選択しています。" in asked.text and key not in asked.text
    assert send(member, "/desks/ticked/restore", own.public_id, sure="1").status_code == 404
    visitor = client_as("public").get("/desks/").text
    assert 'name="pick"' not in visitor and 'id="ticks"' not in visitor
    assert recorded(session, "desk.confirm") == 0


def test_all_who_answered_that_they_come_are_marked_at_once(
    session: Any, client_as: RoleClients
) -> None:
    desk, (meeting, _item) = client_as(Role.SECRETARIAT), hall.in_session()
    comers = hall.executives()[:5]
    for number, member in enumerate(comers):
        reply = RollEntry.organisation_id == member, RollEntry.meeting_id == meeting.id
        roll = session.scalars(select(RollEntry).where(*reply)).one()
        roll.reply = Reply.ONLINE if number == 0 else Reply.ROOM
    page = f"/meetings/{meeting.id}/attendance"
    asked = desk.submit(page, form="/ticked/as-answered")
    assert asked.status_code == 200 and "5件を選択しています。" in asked.text
    done = send(desk, f"{page}/ticked/as-answered", *map(str, comers), sure="1")
    assert done.status_code == 303
    assert recorded(session, "meeting.arrive") == 5
    there = session.scalars(select(Presence.online).where(Presence.meeting_id == meeting.id))
    assert sorted(there) == [False] * 4 + [True], "each in the way it answered"
    assert "as-answered" not in desk.get(page).text


def test_entry_leads_to_its_neighbours_in_the_list(session: Any, client_as: RoleClients) -> None:
    desk = client_as(Role.SECRETARIAT)
    first, second, third = (
        entry(model_of("desks"), name=name) for name in ("ア前後", "イ前後", "ウ前後")
    )
    found = desk.get("/desks/?q=前後").text
    assert f"/desks/{second.public_id}?q=%E5%89%8D%E5%BE%8C&amp;at=1" in found
    page = desk.get(f"/desks/{second.public_id}?q=前後&at=1").text
    assert f'/desks/{first.public_id}?q=%E5%89%8D%E5%BE%8C&amp;at=0" rel="prev"' in page
    assert f'/desks/{third.public_id}?q=%E5%89%8D%E5%BE%8C&amp;at=2" rel="next"' in page
    assert 'rel="next"' not in desk.get(f"/desks/{third.public_id}?q=前後&at=2").text
    assert 'rel="prev"' not in desk.get(f"/desks/{third.public_id}").text
    assert desk.get(f"/desks/{third.public_id}?at=99999999").status_code == 200


def test_one_field_is_changed_where_it_stands_and_nothing_else(
    session: Any, client_as: RoleClients
) -> None:
    desk, row = client_as(Role.SECRETARIAT), entry(model_of("desks"))
    path = f"/desks/{row.public_id}"
    assert f'{path}/edit?field=phone"' in desk.get(path).text
    before = {key: getattr(row, key) for key in ("name", "hours", "email")}
    form = desk.get(f"{path}/edit?field=phone").text
    assert form.count('class="field"') == 1
    answer = desk.submit(f"{path}/edit?field=phone", {"phone": "0857-26-0001"}, form="/edit")
    assert answer.status_code == 303, answer.text
    session.refresh(row)
    assert row.phone == "0857-26-0001"
    assert {key: getattr(row, key) for key in before} == before
    last = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "desk.update").order_by(AuditEntry.sequence)
    ).all()[-1]
    assert last.details["fields"] == ["phone"]


def test_list_is_saved_as_seen_with_real_days_and_printed_whole(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as(Role.SECRETARIAT)
    for number in range(55):
        factories.application(name=f"一覧の会{number:02}")
    factories.application(name="ほかの団体")
    page = desk.get("/applications/?q=一覧の会").text
    assert page.count('scope="row"') == 50 and "xlsx=1" in page and "print=1" in page
    assert desk.get("/applications/?q=一覧の会&print=1").text.count('scope="row"') == 55
    answer = desk.get("/applications/?q=一覧の会&xlsx=1")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet.max_row == 56 and sheet.freeze_panes and sheet.auto_filter.ref
    titles = [cell.value for cell in sheet[1]]
    assert len(titles) == len(set(titles)) == 6
    assert any(cell.is_date for cell in sheet[2])
    assert desk.get("/applications/").text.count('scope="row"') == 50, "pages are pages again"
    entry(model_of("desks"), name="見える窓口")
    entry(model_of("desks"), name="ほかの窓口")
    sheet = openpyxl.load_workbook(BytesIO(desk.get("/desks/?xlsx=1&q=見える").data)).active
    assert sheet.max_row == 2


def test_days_of_a_list_are_days_in_its_workbook(session: Any, client_as: RoleClients) -> None:
    """A day written as mere text is text in the workbook, where nobody can sort by it."""
    factories.member(name="日付の会")
    answer = client_as(Role.SECRETARIAT).get("/organisations/?q=日付の会&xlsx=1")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet.max_row == 2 and sheet.cell(2, sheet.max_column).is_date
    lists = list((ROOT / "app" / "templates").rglob("list.html"))
    assert len(lists) > 20
    text_only = re.compile(r"t\.cell\(_\([^)]*\), [^()]+\|(day|moment)\b")
    assert [str(each) for each in lists if text_only.search(each.read_text("utf-8"))] == []


def test_view_of_a_list_is_kept_renamed_and_deleted_by_its_person_alone(
    session: Any, client_as: RoleClients
) -> None:
    desk, other = client_as(Role.SECRETARIAT), client_as(Role.SECRETARIAT)
    listed = "/applications/?state=received"
    answer = desk.submit(listed, {"name": "受付中 "}, form="/saved-views/")
    assert (answer.status_code, answer.location) == (303, listed)
    page = desk.get("/applications/").text
    assert f'href="{listed}">受付中</a>' in page and 'aria-current="page">受付中' not in page
    assert 'aria-current="page">受付中' in desk.get(listed).text
    assert ">受付中</a>" not in other.get("/desks/").text
    assert f'href="{listed}">受付中</a>' not in other.get("/applications/").text
    strange = {"name": "x", "former": "受付中", "back": listed}
    for verb in ("rename", "delete"):
        token = {"X-CSRFToken": csrf_token(other)}
        other.post(f"/saved-views/{verb}", data=strange, headers=token)
    desk.submit(listed, {"name": "待ち"}, form="/rename")
    assert ">待ち</a>" in desk.get("/applications/").text
    for number in range(20):
        desk.submit(listed, {"name": f"{number}"}, form="/saved-views/")
    assert desk.get("/applications/").text.count("/saved-views/rename") == 20
    token = {"X-CSRFToken": csrf_token(desk)}
    gone = {"former": "待ち", "back": listed}
    assert desk.post("/saved-views/delete", data=gone, headers=token).status_code == 303
    assert desk.get("/applications/").text.count("/saved-views/rename") == 19
