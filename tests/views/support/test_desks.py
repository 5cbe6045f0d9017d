"""Desks on their pages: closed by a button, faults at their field, a hidden place for the secretariat alone."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from app import clock
from app.models.support.desk import Desk
from app.security.viewer import Role
from app.services.registers import entries
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.register_samples import entry, model_of, typed, values

ADDRESS = "扇町ひみつ21"
MONDAY_AT_TEN = datetime(2026, 11, 30, 10, tzinfo=clock.TOKYO)
BELOW = (Role.PUBLIC, Role.GENERAL, Role.EXECUTIVE, Role.COUNCIL, Role.ADMINISTRATOR)


def answers(client: PlatformClient, pk: str) -> Iterator[str]:
    """Yield the text of everything that may tell of a desk."""
    for path in (
        f"/desks/{pk}",
        f"/desks/{pk}/edit",
        f"/desks/{pk}/history",
        "/desks/",
        f"/desks/?q={ADDRESS}",
        "/desks/?_flt_0_municipality_code=312011",
        f"/desks/past?on={clock.today().isoformat()}",
        "/desks/past",
        "/desks/export.csv",
        "/desks/network",
        "/help/housing",
        "/help/housing?near=312011",
        f"/search?q={ADDRESS}",
        "/audit/list/",
        f"/mistakes/desks/{pk}",
        "/",
        "/api/v1/desks",
        f"/api/v1/desks/{pk}",
        f"/api/v1/desks?q={ADDRESS}",
        *(f"/api/v1/desks?format={name}" for name in ("schema.org", "hsds", "gif-451-7")),
        "/api/v1/changes",
    ):
        yield client.get(path).text
    yield client.post("/help/search", data={"q": ADDRESS}).text
    book = client.get("/desks/export.xlsx")
    if book.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
            yield from (parts.read(name).decode() for name in parts.namelist() if ".xml" in name)


def hidden_desk(organisation_id: int | None = None) -> str:
    """Return a desk whose place was shown, and then hidden."""
    desk = entry(Desk, organisation_id, address=ADDRESS, place=ADDRESS, troubles=["housing"])
    entries.change(officer(), Desk, desk.public_id, {"is_hidden": True})
    return str(desk.public_id)


@pytest.mark.parametrize("role", BELOW)
def test_hidden_place_reaches_nobody_below_the_secretariat(
    session: Any, client_as: RoleClients, role: Role
) -> None:
    client = client_as(role)
    pk = hidden_desk(client.organisation_id)  # the keeper, too
    said = list(answers(client, pk))
    assert any(pk in each for each in said)
    for text in said:
        own = text.replace(f'value="{ADDRESS}"', "").replace(f"「{ADDRESS}」", "")
        assert ADDRESS not in own  # but for the box in which it was typed


def test_secretariat_sees_the_hidden_place_on_its_page_and_in_no_table(
    session: Any, client_as: RoleClients
) -> None:
    pk, desk = hidden_desk(), client_as(Role.SECRETARIAT)
    assert ADDRESS in desk.get(f"/desks/{pk}").text
    assert ADDRESS not in desk.get("/desks/export.csv").text
    assert ADDRESS not in desk.get(f"/desks/{pk}/history").text


def test_owner_hides_and_keeps_the_desk_without_seeing_the_place(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as(Role.GENERAL)
    pk = entry(Desk, member.organisation_id).public_id
    sent = {"address": ADDRESS, "is_hidden": "y"}
    assert member.submit(f"/desks/{pk}/edit", sent, form="/edit").status_code == 303
    assert member.submit(f"/desks/{pk}/edit", {"fee": "無料"}, form="/edit").status_code == 303
    session.expire_all()
    desk = entries.one(Desk, pk)
    assert desk.is_hidden and desk.address == "" and ADDRESS in desk.hidden_place


def test_keeper_closes_the_desk_and_it_is_shown_at_once(
    session: Any, client_as: RoleClients, at: Callable[[datetime], None]
) -> None:
    at(MONDAY_AT_TEN)
    member, visitor = client_as(Role.GENERAL), client_as(Role.PUBLIC)
    pk = entry(Desk, member.organisation_id, troubles=["housing"]).public_id
    assert "いま開いています" in visitor.get(f"/desks/{pk}").text
    sent = {"until": "2026-11-30", "because": "研修"}
    assert member.submit(f"/desks/{pk}", sent, form="/close").status_code == 303
    for path in (f"/desks/{pk}", "/help/housing"):
        assert "今日は休みです（研修）" in visitor.get(path).text
    answer = member.submit(f"/desks/{pk}", {"until": "2026-11-29"}, form="/close")
    assert answer.status_code == 422 and "今日以後にしてください" in answer.text


def test_fault_in_the_hours_stands_at_their_field(session: Any, client_as: RoleClients) -> None:
    desk = client_as(Role.SECRETARIAT)
    sent = typed(Desk, values(Desk)) | {"hours": "月〜金 8:30〜17:15\nだいたい昼間"}
    answer = desk.submit("/desks/new", sent)
    assert answer.status_code == 422
    assert "2行目「だいたい昼間」" in answer.text.split('id="hours-error"')[1][:300]


def test_network_is_drawn_and_listed_and_the_secretariat_is_told_of_gaps(
    session: Any, client_as: RoleClients
) -> None:
    passing = entry(model_of("passings"), reason="住まいのこと")
    page = client_as(Role.PUBLIC).get("/desks/network").text
    assert page.count("<rect") == 2 and page.count('class="passing"') == 1
    assert f'href="/desks/{passing.source}"' in page and "（住まいのこと）" in page
    assert "対象とする窓口がないお困りごと" not in page
    assert (
        "対象とする窓口がないお困りごと" in client_as(Role.SECRETARIAT).get("/desks/network").text
    )
