"""Mistakes in entries, as anybody reports them and a keeper settles them; confirmation by a link."""

from typing import Any

from sqlalchemy import select

from app import clock
from app.models.registers.care import RegisterReport
from app.models.support.desk import Desk
from app.rules.membership.roster import Tier
from app.security.viewer import Role
from app.services.common.links import EntryLink
from app.services.registers import entries
from app.views.common.base import links
from tests import factories
from tests.support.accounts import RoleClients, press
from tests.support.desk import officer
from tests.support.register_samples import entry

SAID = "電話番号が変わっています"


def test_anybody_reports_and_the_keeper_settles(session: Any, client_as: RoleClients) -> None:
    owner, visitor = client_as(Role.GENERAL), client_as(Role.PUBLIC)
    desk = entry(Desk, owner.organisation_id)
    assert f"/mistakes/desks/{desk.public_id}" in visitor.get(f"/desks/{desk.public_id}").text
    answer = visitor.submit(f"/mistakes/desks/{desk.public_id}", {"text": SAID, "email": ""})
    assert answer.status_code == 303 and answer.location.endswith(f"/desks/{desk.public_id}")
    assert SAID not in visitor.get(f"/desks/{desk.public_id}").text

    for keeper in (owner, client_as(Role.SECRETARIAT)):
        page = keeper.get("/mistakes/").text
        assert SAID in page and desk.name in page
        assert "間違いの知らせが1件あります" in keeper.get(f"/desks/{desk.public_id}").text
        assert "/mistakes/" in keeper.get("/").text
    other = client_as(Role.EXECUTIVE)
    assert SAID not in other.get("/mistakes/").text
    report = session.scalars(select(RegisterReport.id)).one()
    assert press(other, f"/mistakes/{report}/settle").status_code == 404
    assert press(owner, f"/mistakes/{report}/settle").status_code == 303
    assert press(owner, f"/mistakes/{report}/settle").status_code == 409
    assert SAID not in owner.get("/mistakes/").text


def test_program_that_fills_every_field_is_refused(session: Any, client: Any) -> None:
    desk = entry(Desk)
    sent = {"text": SAID, "email": "a@example.jp", "nickname": "bot"}
    assert client.submit(f"/mistakes/desks/{desk.public_id}", sent).status_code == 422
    assert client.submit(f"/mistakes/desks/{desk.public_id}", {"text": " "}).status_code == 422
    assert session.scalars(select(RegisterReport)).all() == []


def test_only_so_many_reports_an_hour(session: Any, client: Any) -> None:
    desk = entry(Desk)
    path = f"/mistakes/desks/{desk.public_id}"
    codes = [client.submit(path, {"text": SAID}).status_code for _ in range(21)]
    assert codes == [303] * 20 + [429]


def test_nothing_is_reported_about_what_one_does_not_see(session: Any, client: Any) -> None:
    hidden = entry(Desk, tier=Tier.SECRETARIAT)
    for path in (f"desks/{hidden.public_id}", "desks/none", "municipalities/312011", "no/thing"):
        assert client.get(f"/mistakes/{path}").status_code == 404


def token_of(client: Any, desk: Desk) -> str:
    link = EntryLink("desks", desk.public_id, desk.changed_at.isoformat(), f"{clock.today()}")
    with client.application.test_request_context():
        return links().confirm_entry(link).rsplit("/", 1)[1]


def test_opening_the_link_changes_nothing_and_the_button_confirms(
    session: Any, client: Any, client_as: RoleClients
) -> None:
    desk = entry(Desk, factories.member().id, is_hidden=True, address="扇町ひみつ21")
    path = f"/confirm/{token_of(client, desk)}"
    page = client.get(path)
    assert page.status_code == 200 and desk.name in page.text and desk.phone in page.text
    assert desk.remarks in page.text and desk.internal not in page.text
    assert "ひみつ" not in page.text
    session.expire_all()
    assert entries.one(Desk, desk.public_id).checked_on is None
    assert client.submit(path).status_code == 200
    session.expire_all()
    assert entries.one(Desk, desk.public_id).checked_on == clock.today()
    again = client.get(path)
    assert again.status_code == 409 and "確認が済んでいます" in again.text
    assert client.get(f"/confirm/{token_of(client, desk)}x").status_code == 404


def test_secretariat_lists_what_nobody_confirmed_since_a_day(
    session: Any, client_as: RoleClients
) -> None:
    fresh, old = entry(Desk), entry(Desk)
    entries.confirm(officer(), Desk, fresh.public_id)
    desk, query = client_as(Role.SECRETARIAT), {"unconfirmed": clock.today().isoformat()}
    page = desk.get("/desks/", query_string=query).text
    assert 'name="unconfirmed"' in page
    assert old.public_id in page and fresh.public_id not in page
    both = desk.get("/desks/", query_string={"unconfirmed": "昨日"}).text
    assert old.public_id in both and fresh.public_id in both
    visitor = client_as(Role.PUBLIC).get("/desks/", query_string=query).text
    assert fresh.public_id in visitor and 'name="unconfirmed"' not in visitor
