"""The pages of the public notice (公示): mismatch warning, publication, public access."""

from typing import Any

from flask import Flask

from app import clock
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import public_notices
from tests import factories
from tests.documents.papers import text_of
from tests.support import council_desk
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.queries import counted
from tests.support.trail import entry_details

WORDS = "地域協議会の公示が現状と合っていません"


def test_mismatch_is_reported_until_a_new_notice_is_published(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    desk, member = client_as("secretariat"), client_as("executive")
    assert WORDS not in desk.get("/").text
    assert "公示はまだありません" in client.get("/council/notice").text
    body = factories.body(factories.founding_member("鳥取市"))
    for page in ("/", "/council/", "/council/notice"):
        text = desk.get(page).text
        assert WORDS in text and "/council/notice/new" in text
    for page in ("/", "/council/notice"):
        assert WORDS not in member.get(page).text + client.get(page).text
    assert "（案）" in text_of(desk.get("/council/notice/draft.pdf").data)

    assert desk.submit("/council/notice/new", {"number": ""}).status_code == 422
    values = {"number": "鳥取県告示第7号"}
    assert desk.submit("/council/notice/new", values).status_code == 303
    for page in ("/", "/council/"):
        assert WORDS not in desk.get(page).text
    assert 'href="/council/notice"' in client.get("/").text
    public = client.get("/council/notice").text
    assert "鳥取県告示第7号" in public and "鳥取市" in public
    path = public.split('href="/council/notice/')[1].split('"')[0]
    assert "鳥取県告示第7号" in text_of(client.get(f"/council/notice/{path}").data)
    assert client.get("/council/notice/99999.pdf").status_code == 404

    coordinators.designate(officer(), body.id)
    assert "調整機関の名称" in desk.get("/").text
    assert "調整機関の名称" in desk.get("/council/notice/new").text


def test_outside_decision_is_asked_for_and_noted_with_the_publication(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    factories.body(factories.founding_member("鳥取市"))
    paper = text_of(desk.get("/council/notice/request.pdf").data)
    for words in ("別案のとおり公示してよろしいか伺います。", "第15条第2項", "鳥取市"):
        assert words in paper
    values = {"number": "鳥取県告示第7号", "outside_number": "孤独孤立第9号"}
    half = desk.submit("/council/notice/new", values)
    assert half.status_code == 422 and "両方を入力" in half.text and "孤独孤立第9号" in half.text
    values["outside_on"] = clock.today().isoformat()
    assert desk.submit("/council/notice/new", values).status_code == 303
    session.rollback()
    notice = public_notices.last()
    assert notice is not None
    noted = entry_details("public_notice", notice.id, "public_notice.note_outside")[0]
    assert noted["outside"] == ["孤独孤立第9号", clock.today().isoformat()]


def test_publication_from_a_stale_page_is_refused(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    factories.body()
    values = {"number": "鳥取県告示第7号", "seen": "another"}
    answer = desk.submit("/council/notice/new", values)
    assert answer.status_code == 422 and "画面を開いた後に" in answer.text


def test_pages_take_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    council_bodies.add_executives(officer(), begins_on=factories.council().established_on)
    for _ in range(3):
        council_desk.published()
    desk, visitor = client_as("secretariat"), client_as("public")
    found = {}
    for client, page in (
        (desk, "/council/"),
        (desk, "/council/notice/new"),
        (visitor, "/council/notice"),
    ):
        client.get(page)
        with counted(app) as statements:
            client.get(page)
        found[page] = len(statements)
    assert found["/council/notice"] <= 2 and max(found.values()) <= 8, found
