"""The council page, as the secretariat edits it and as others see it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.council.council import ConstituentBody
from app.rules.membership.membership import Standing
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.cases import person
from tests.support.desk import officer
from tests.support.queries import counted


def test_secretariat_sets_up_the_council_with_all_executive_members(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    assert "まだ設置されていません" in desk.get("/council/").text
    assert 'href="/council/"' in desk.get("/").text
    values = {"name": "", "established_on": "2099-04-01"}
    assert desk.submit("/council/edit", values).status_code == 422
    values = {"name": "鳥取県協議会", "established_on": "2099-04-01"}
    answer = desk.submit("/council/edit", values)
    assert answer.status_code == 422 and "今日までの日を入力してください" in answer.text
    assert (
        desk.submit("/council/edit", values | {"established_on": "2026-04-01"}).status_code == 303
    )

    form = "/council/bodies/new"
    bad = {"organisation": str(factories.founding_member().id), "name": "委員 甲"}
    answer = desk.submit(form, bad)
    assert answer.status_code == 422 and "どちらか一方だけ" in answer.text
    assert "名称を入力してください" in desk.submit(form, {}).text
    assert desk.submit(form, {"name": "委員 甲"}).status_code == 303
    assert "34" in desk.get(form).text
    one = {"organisation": str(factories.founding_member().id)}
    assert desk.submit(form, one).status_code == 303
    token = desk.get(form).text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "begins_on": "2026-04-01"}
    assert desk.post("/council/bodies/all", data=sent).status_code == 303
    assert "33の幹事団体" in desk.get("/council/").text
    assert desk.post("/council/bodies/all", data=sent).status_code == 422
    page = desk.get(form).text
    assert "すでに構成機関等です" in page and 'name="organisation"' not in page

    body = db.session.scalars(select(ConstituentBody).where(ConstituentBody.name == "鳥取市")).one()
    assert desk.submit("/council/", {"body": str(body.id)}).status_code == 303
    assert "調整機関を記録しました" in desk.get("/council/").text
    path = f"/council/bodies/{body.id}/end"
    answer = desk.submit(path, {"last_day": "2099-04-30"})
    assert answer.status_code == 422 and "調整機関です" in answer.text
    assert desk.submit("/council/", {"body": ""}).status_code == 303
    assert desk.submit(path, {"last_day": "2026-04-30"}).status_code == 303
    assert "鳥取市" in desk.get("/council/bodies/").text


def test_page_warns_of_bodies_no_longer_executive_members(
    session: Any, client_as: RoleClients
) -> None:
    organisation = factories.founding_member("鳥取県弁護士会")
    factories.body(organisation)
    desk = client_as("secretariat")
    warning = "幹事団体でなくなった構成機関等"
    assert warning not in desk.get("/council/").text
    organisation.standing = Standing.FORMER
    assert warning in desk.get("/council/").text


def test_council_person_has_read_only_access(session: Any, client_as: RoleClients) -> None:
    person("鳥取県弁護士会")
    page = client_as("council").get("/council/").text
    assert "鳥取県弁護士会" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main and "/council/edit" not in main and "/end" not in main


@pytest.mark.parametrize("role", ["public", "general", "executive", "administrator"])
def test_other_roles_cannot_see_the_council_page(
    session: Any, client_as: RoleClients, role: str
) -> None:
    factories.council()
    client = client_as(role)
    assert client.get("/council/").status_code in (302, 303, 403)
    assert 'href="/council/"' not in client.get("/").text


def test_pages_take_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    factories.council()
    council_bodies.add_executives(officer(), begins_on=date(2024, 4, 1))
    for name in ("鳥取市", "米子市", "境港市"):
        person(name)
    coordinators.designate(officer(), councils.bodies()[0].id)
    desk = client_as("secretariat")
    found = {}
    for path in ("/council/", "/council/bodies/", "/council/bodies/new"):
        desk.get(path)
        with counted(app) as statements:
            desk.get(path)
        found[path] = len(statements)
    assert max(found.values()) <= 6, found
