"""The pages of the register of persons and of the pledge: access only between pledge and end."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.council.council import CouncilPerson
from app.security.viewer import Role
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils
from app.services.council import persons as council_persons
from tests import factories
from tests.support import council_desk
from tests.support.accounts import RoleClients, log_in
from tests.support.cases import new_case, person, rules_in_force
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.queries import counted

MENU = 'href="/cases/"'


def client_of(app: Flask, term: CouncilPerson) -> PlatformClient:
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    log_in(client, db.session.get_one(Account, term.account_id))
    return client


def test_cases_are_accessible_only_between_pledge_and_end_of_term(app: Flask, session: Any) -> None:
    term = council_desk.unpledged()
    term_id = term.id
    client = client_of(app, term)
    page = client.get("/").text
    assert "/council/pledge" in page and MENU not in page
    assert client.get("/council/").status_code in (302, 303, 403)
    assert client.get("/cases/").status_code in (302, 303, 403)
    page = client.get("/council/pledge").text
    assert "罰則" in page and "鳥取県弁護士会" in page
    assert client.submit("/council/pledge", form="/council/pledge").status_code == 303
    page = client.get("/").text
    assert MENU in page and "/council/pledge" not in page
    assert client.get("/council/").status_code == 200
    assert client.get("/cases/").status_code == 200
    assert "誓約する従事はありません" in client.get("/council/pledge").text

    council_persons.end(officer(), term_id)
    assert client.get("/council/").status_code in (302, 303, 403)
    assert client.get("/cases/").status_code in (302, 303, 403)
    assert MENU not in client.get("/").text
    assert db.session.get_one(CouncilPerson, term_id).pledged_on == clock.today()


def test_person_without_a_role_pledges_after_reauthentication(app: Flask, session: Any) -> None:
    account = factories.account(password=factories.PASSWORD)
    term = factories.term(account, factories.body(), pledged=False)
    client = client_of(app, term)
    row = db.session.scalars(select(UserSession)).one()
    row.data = row.data | {"proved_at": (clock.now() - timedelta(hours=1)).isoformat()}
    assert "/council/pledge" in client.get("/").text
    asked = client.submit("/council/pledge", form="/council/pledge")
    assert asked.status_code == 403 and "パスワード" in asked.text
    session.expire_all()
    assert term.pledged_on is None
    token = asked.text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "reauth_password": factories.PASSWORD}
    assert client.post("/council/pledge", data=sent).status_code == 303
    session.expire_all()
    assert term.pledged_on == clock.today()
    assert client.get("/council/").status_code == 200


def test_visitor_is_redirected_to_the_log_in(client: PlatformClient) -> None:
    assert "/login" in (client.get("/council/pledge").location or "")


def test_secretariat_maintains_the_register(session: Any, client_as: RoleClients) -> None:
    desk, city = client_as("secretariat"), factories.founding_member("鳥取市")
    assert "構成機関等はまだ登録されていません" in desk.get("/council/persons/new").text
    body_id, account_id = factories.body(city).id, factories.account(organisation=city).id
    path = f"/council/persons/new?body={body_id}"
    assert "/accounts/invite" not in desk.get(path).text
    values = {"account": "", "duty": "主任"}
    assert desk.submit(path, values).status_code == 422
    values = {"account": str(account_id), "duty": "主任"}
    answer = desk.submit(path, values)
    assert answer.status_code == 303
    own = answer.location or ""
    assert "誓約がまだありません" in desk.get(own).text

    wrong = {"document": (BytesIO(b"MZ\x90"), "誓約書.pdf"), "pledged_on": "2026-04-01"}
    assert desk.submit(f"{own}/pledge", wrong).status_code == 422
    sent = {"document": (BytesIO(council_desk.PDF), "誓約書.pdf"), "pledged_on": "2026-04-01"}
    assert desk.submit(f"{own}/pledge", sent).status_code == 303
    assert "誓約書.pdf" in desk.get(own).text
    copy = desk.get(f"{own}/pledge/copy")
    assert copy.data == council_desk.PDF and "attachment" in copy.headers["Content-Disposition"]
    assert desk.submit(own, {"duty": "係長", "briefed_on": "2026-04-02"}).status_code == 303
    assert "係長" in desk.get("/council/persons/").text

    assert desk.submit(f"{own}/end", {"when": "later"}).status_code == 422
    late = {"when": "later", "day": "2099-03-31", "at": "17:15"}
    assert desk.submit(f"{own}/end", late).status_code == 303
    assert "17:15" in desk.get(own).text
    assert desk.submit(f"{own}/end", {"when": "now"}).status_code == 303
    assert "守秘義務は続きます" in desk.get(own).text
    assert "係長" not in desk.get("/council/persons/").text
    assert "係長" in desk.get("/council/persons/?former=1").text


def test_coordinator_gains_access_to_open_cases_immediately(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    case, named = new_case(person("鳥取市")), person("米子市")
    path, own = f"/cases/{case.id}", f"/council/persons/{named.id}"
    rules_in_force()
    coordinators.designate(officer(), named.body_id)
    session.commit()
    client, desk = client_of(app, named), client_as("secretariat")
    naming, second = f"/council/namings/{named.id}", log_in_as_officer(app)
    assert client.get(path).status_code == 404
    assert naming in desk.get(own).text
    assert desk.submit(naming, form="propose").status_code == 303
    assert client.get(path).status_code == 404
    paper = {"document": (BytesIO(council_desk.PDF), "確認書.pdf"), "representative": "代表　花子"}
    assert second.submit(naming, {"representative": "代表　花子"}, form=CONFIRM).status_code == 422
    assert second.submit(naming, paper, form=CONFIRM).status_code == 303
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/sections/course").status_code == 200
    for section in ("identity", "basic", "family", "health", "economy", "management"):
        assert client.get(f"{path}/sections/{section}").status_code == 404
    assert desk.get(path).status_code in (403, 404)
    assert desk.get(f"{naming}/paper").data == council_desk.PDF
    assert desk.submit(naming, form="end").status_code == 303
    assert client.get(path).status_code == 404


CONFIRM = -2
"""The form before the button that takes the naming back."""


def log_in_as_officer(app: Flask) -> PlatformClient:
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    log_in(client, factories.account(Role.SECRETARIAT))
    return client


def test_end_of_a_body_ends_access_of_its_persons_immediately(app: Flask, session: Any) -> None:
    term = person("鳥取市")
    client = client_of(app, term)
    assert client.get("/council/").status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    council_bodies.end(officer(), term.body_id, yesterday)
    assert client.get("/council/").status_code in (302, 303, 403)


def test_list_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    for name in ("鳥取市", "米子市", "境港市", "倉吉市"):
        person(name)
    path = f"/council/persons/new?body={councils.bodies()[0].id}"
    desk = client_as("secretariat")
    found = {}
    for page in ("/council/persons/", "/council/persons/?former=1", path):
        desk.get(page)
        with counted(app) as statements:
            desk.get(page)
        found[page] = len(statements)
    assert max(found.values()) <= 6, found


def test_mistaken_entry_is_struck_by_the_secretariat(session: Any, client_as: RoleClients) -> None:
    term = council_desk.unpledged("鳥取市")
    desk, own = client_as("secretariat"), f"/council/persons/{term.id}"
    name = term.account.get_full_name()
    session.commit()
    assert f"{own}/strike" in desk.get(own).text
    assert desk.submit(f"{own}/strike", {"reason": ""}).status_code == 422
    assert desk.submit(f"{own}/strike", {"reason": "同姓の別人"}).status_code == 303
    assert "同姓の別人" in desk.get(own).text and f"{own}/strike" not in desk.get(own).text
    assert name not in desk.get("/council/persons/").text
    former = desk.get("/council/persons/?former=1").text
    assert name in former and "取消し" in former
