"""Pages about supporters, by role, and attacks on the link by which they pass people on."""

import logging
from typing import Any

import pytest
from flask import Flask, current_app
from itsdangerous import URLSafeSerializer
from sqlalchemy import select, text

from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseRecord
from app.models.support.supporter import Supporter
from app.rules.states.support.supporter import SupporterStage
from app.security.viewer import Role
from app.services.support import supporters
from tests import factories
from tests.support import all_rows
from tests.support import supporters as people
from tests.support.accounts import RoleClients, csrf_token, press
from tests.support.canaries import CANARY, encodings_found
from tests.support.cases import client_of, coordinator
from tests.support.client import PlatformClient
from tests.support.desk import officer

PASSED_ON = {
    **dict.fromkeys(("worry", "name", "place", "contact", "reach_sender"), CANARY),
    "agreement": "agrees",
    "urgency": "soon",
}
AGREED = {"pledge": "y", "privacy": "y"}


def stored() -> bytes:
    """Return every value in the database, as bytes."""
    found: list[bytes] = []
    with db.engine.connect() as connection:
        for table in sorted(all_rows.tables_of(connection)):
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(found)


@pytest.mark.both_databases
def test_what_is_passed_on_is_kept_nowhere_but_sealed(
    app: Flask, session: Any, client: PlatformClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    who = coordinator()
    path = f"/supporters/pass-on/{people.token(people.serving())}"
    wrong = client.submit(path, PASSED_ON | {"urgency": "never"})
    assert wrong.status_code == 422 and CANARY in wrong.text
    assert wrong.headers["Cache-Control"] == "no-store"
    answer = client.submit(path, PASSED_ON)
    assert (answer.status_code, answer.location) == (303, path)
    after = client.get(path)
    assert after.headers["Cache-Control"] == "no-store"
    shown = after.data + str(after.headers).encode() + str(answer.headers).encode()
    assert not encodings_found(shown + caplog.text.encode() + stored())

    reader = client_of(app, who)
    [case_id] = session.scalars(select(SupportCase.id)).all()
    page = reader.get(f"/cases/{case_id}/sections/basic")
    assert CANARY in page.text and "サポーターからの連絡" in page.text
    assert CANARY in reader.get(f"/cases/{case_id}/sections/identity").text


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.GENERAL])
def test_nobody_else_reads_it_afterwards(
    session: Any, client: PlatformClient, client_as: RoleClients, role: Role
) -> None:
    coordinator()
    row = people.serving()
    path = f"/supporters/pass-on/{people.token(row)}"
    client.submit(path, PASSED_ON)
    [case_id] = session.scalars(select(SupportCase.id)).all()
    viewer = client_as(role)
    pages = (path, "/", "/audit/", "/outbox/", f"/supporters/{row.public_id}", "/supporters/")
    for page in (*pages, f"/cases/{case_id}", f"/cases/{case_id}/sections/basic"):
        answer = viewer.get(page, follow_redirects=True)
        assert not encodings_found(answer.data), page
    assert viewer.get(f"/cases/{case_id}").status_code in (302, 303, 403, 404)


def test_input_of_an_expired_page_is_shown_again_and_stored_nowhere(
    session: Any, client: PlatformClient
) -> None:
    coordinator()
    path = f"/supporters/pass-on/{people.token(people.serving())}"
    headers = {"Origin": "http://localhost", "Referer": f"http://localhost{path}"}
    answer = client.post(path, data=PASSED_ON, headers=headers)
    assert answer.status_code == 422 and CANARY in answer.text
    assert not encodings_found(stored())
    assert session.scalars(select(SupportCase)).all() == []


def test_somebody_has_to_be_findable(session: Any, client: PlatformClient) -> None:
    coordinator()
    path = f"/supporters/pass-on/{people.token(people.serving())}"
    nobody = PASSED_ON | dict.fromkeys(("name", "place", "contact"), " ")
    answer = client.submit(path, nobody)
    assert answer.status_code == 422 and "少なくとも一つ" in answer.text
    assert client.submit(path, nobody | {"place": "東町"}).status_code == 303


def test_without_a_coordinator_it_is_refused_and_the_input_stays(
    session: Any, client: PlatformClient
) -> None:
    path = f"/supporters/pass-on/{people.token(people.serving())}"
    answer = client.submit(path, PASSED_ON)
    assert answer.status_code == 422
    assert "110番か119番" in answer.text and CANARY in answer.text
    assert not encodings_found(stored())


@pytest.mark.parametrize(
    "attack", ["forged", "other number", "other salt", "cut", "ended", "sent again", "junk"]
)
def test_a_link_that_is_not_ones_own_opens_nothing(
    session: Any, client: PlatformClient, attack: str
) -> None:
    coordinator()
    row, other = people.serving(), people.serving()
    token, secret = people.token(row), current_app.config["SECRET_KEY"]
    match attack:
        case "forged":
            token = URLSafeSerializer("another", salt="supporter").dumps([row.id, row.nonce])
        case "other number":
            token = URLSafeSerializer(secret, salt="supporter").dumps([other.id, row.nonce])
        case "other salt":
            token = URLSafeSerializer(secret, salt="meeting-answer").dumps([row.id, row.nonce])
        case "cut":
            token = token[:-1]
        case "ended":
            supporters.end(officer(), Supporter, row.public_id, "本人の申出")
        case "sent again":
            row.nonce = "another"
        case "junk":
            token = "鳥取.x"
    data = PASSED_ON | {"csrf_token": csrf_token(client)}
    for path in (f"/supporters/pass-on/{token}", f"/supporters/pass-on/{token}/card"):
        assert client.get(path).status_code == 404, path
    answer = client.post(f"/supporters/pass-on/{token}", data=data)
    assert answer.status_code == 404 and not encodings_found(answer.data)
    assert session.scalars(select(CaseRecord)).all() == []


def test_application_appointment_and_end_in_the_browser_of_the_secretariat(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    assert client.submit("/supporters/apply", people.APPLICATION).status_code == 422
    sent = people.APPLICATION | AGREED
    assert client.submit("/supporters/apply", sent | {"nickname": "x"}).status_code == 422
    assert client.submit("/supporters/apply", sent).status_code == 303
    [row] = session.scalars(select(Supporter)).all()
    desk, path = client_as(Role.SECRETARIAT), f"/supporters/{row.public_id}"
    assert press(desk, f"{path}/stages/appoint", day="2026-11-29").status_code == 303
    for verb in ("train", "appoint"):
        assert desk.submit(path, form=f"/stages/{verb}").status_code == 303
    session.expire_all()
    assert row.stage is SupporterStage.APPOINTED and row.number
    assert desk.get(f"{path}/card").data.startswith(b"%PDF")
    before = row.nonce
    assert desk.submit(path, form="/link").status_code == 303
    session.expire_all()
    assert row.nonce != before
    assert people.token(row) not in desk.get("/outbox/").text + desk.get(path).text
    assert desk.submit(path, {"reason": "転出"}, form="/retire").status_code == 303
    session.expire_all()
    assert (row.stage, row.name) == (SupporterStage.ENDED, "（削除済み）")
    assert desk.get(f"{path}/card").status_code == 404


def test_applicant_without_telephone_and_mail_is_told(session: Any, client: PlatformClient) -> None:
    sent = people.APPLICATION | AGREED | {"phone": "", "email": ""}
    answer = client.submit("/supporters/apply", sent)
    assert answer.status_code == 422 and "どちらかを入力" in answer.text
    assert people.APPLICATION["name"] in answer.text


def test_numbers_are_public_and_name_nobody(session: Any, client: PlatformClient) -> None:
    people.serving(name="秘密　太郎", area=["312011"])
    page = client.get("/supporters/numbers").text
    assert "秘密" not in page and "鳥取市" in page and "倉吉市" in page


def test_a_municipality_looks_up_its_supporters_by_a_button(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    people.serving(name="同意　一", shares_with_municipality=True, area=["312011"])
    city = client_as(Role.EXECUTIVE, factories.founding_member("鳥取市"))
    member = client_as(Role.GENERAL)
    assert "同意　一" not in city.get("/supporters/ours").text
    assert "同意　一" in press(city, "/supporters/ours").text
    assert "同意　一" not in press(member, "/supporters/ours").text
