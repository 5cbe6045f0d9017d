"""Drafts of the public application: no input is lost, and nobody else can read it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.models.accounts.user import UserSession
from app.models.common.draft import Draft
from tests.support.application_form import FILLED, PAPER, fill_in
from tests.support.client import PlatformClient

HALF = {name: FILLED[name] for name in ("name", "relation")}
COOKIE = {"path": "/apply"}


def token(client: PlatformClient) -> str:
    cookie = client.get_cookie("application_draft", **COOKIE)
    assert cookie is not None
    return cookie.value


def save(client: PlatformClient, **values: Any) -> Any:
    return client.submit("/apply/form", {**HALF, **values}, press=("save", "1"))


def test_incomplete_form_can_be_saved(client: Any, session: Any) -> None:
    assert save(client).status_code == 303
    page = client.get("/apply/form").text
    assert FILLED["relation"] in page
    assert "error-summary" not in page


def test_invalid_input_is_preserved_unchanged(client: Any, session: Any) -> None:
    answer = fill_in(client, phone="でんわ", name="a\r\nBcc: x@example.jp")
    for page in (answer.text, client.get("/apply/form").text):
        assert 'value="でんわ"' in page
        assert "Bcc: x@example.jp" in page


def test_expired_session_loses_no_input(client: Any, session: Any) -> None:
    page = client.get("/apply/form")
    assert page.status_code == 200
    session.execute(delete(UserSession))
    answer = client.post("/apply/form", data={**FILLED, "csrf_token": "of the session before"})
    assert answer.status_code == 422
    assert FILLED["relation"] in answer.text
    assert "時間がたちました" in answer.text
    assert session.scalars(select(Draft)).all() == [], "nobody knows who sent it"


def test_draft_outlives_the_session(client: Any, session: Any) -> None:
    save(client)
    session.execute(delete(UserSession))
    client.delete_cookie("session")
    assert FILLED["relation"] in client.get("/apply/form").text
    assert fill_in(client).status_code == 303


def test_another_visitor_cannot_read_the_draft(app: Flask, client: Any, session: Any) -> None:
    save(client)
    other = app.test_client()
    assert FILLED["relation"] not in other.get("/apply/form").text
    other.set_cookie("application_draft", "x" * 43, **COOKIE)
    assert FILLED["relation"] not in other.get("/apply/form").text
    other.set_cookie("application_draft", "\x00é" * 200, **COOKIE)
    assert other.get("/apply/form").status_code == 200


def test_resume_link_needs_confirmation_on_another_device(
    app: Flask, client: Any, session: Any
) -> None:
    save(client)
    other = app.test_client()
    assert isinstance(other, PlatformClient)
    path = f"/apply/resume/{token(client)}"
    assert path in client.get("/apply/form").text
    assert other.get(path).status_code == 200
    assert other.get_cookie("application_draft", **COOKIE) is None
    assert other.submit(path).status_code == 303
    assert FILLED["relation"] in other.get("/apply/form").text


@pytest.mark.parametrize("link", ["x", "x" * 3000, "%00", "..%2f"])
def test_unknown_resume_link_is_not_found(client: Any, session: Any, link: str) -> None:
    assert client.get(f"/apply/resume/{link}").status_code == 404


def test_draft_can_be_deleted(client: Any, session: Any) -> None:
    save(client)
    client.submit("/apply/", form="discard")
    assert session.scalars(select(Draft)).all() == []
    assert client.get_cookie("application_draft", **COOKIE) is None


def test_secretariat_draft_opens_only_for_its_author(client_as: Any, session: Any) -> None:
    writer, colleague = client_as("secretariat"), client_as("secretariat")
    writer.submit("/applications/new/", PAPER, form="/applications/new/", press=("save", "1"))
    cookie = writer.get_cookie("paper_draft", path="/applications/new")
    colleague.set_cookie("paper_draft", cookie.value, path="/applications/new")
    assert PAPER["relation"] in writer.get("/applications/new/").text
    assert PAPER["relation"] not in colleague.get("/applications/new/").text
    colleague.submit("/applications/new/", {"name": "別"}, form="new/", press=("save", "1"))
    assert PAPER["relation"] in writer.get("/applications/new/").text
