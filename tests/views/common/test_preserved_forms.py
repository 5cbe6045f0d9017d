"""A form sent after the session ended: its input is restored, and it has no other effect."""

import importlib
import pkgutil
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse
from wtforms import Form, PasswordField

from app.models.accounts.user import Account, UserSession
from app.models.filings.consent import ConsentToServe
from app.views import forms
from app.views.common import preserved_forms
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.forms import read_forms
from tests.support.people import log_in_by_page

PAGE = "/consents/new"
TYPED = "県東部で居場所を開いています。"
OURS = {"Origin": "http://localhost", "Referer": f"http://localhost{PAGE}"}


@pytest.fixture
def person(session: Any) -> Account:
    """Return a member's account with a password."""
    return factories.account(organisation=factories.member(), password=PASSWORD)


def sent_too_late(
    client: PlatformClient, text: str = TYPED, headers: dict[str, str] = OURS
) -> TestResponse:
    """Open the form, lose the session and send the form."""
    [form] = [found for found in read_forms(client.get(PAGE).text) if "statement" in found.values]
    client.delete_cookie(str(client.application.config["SESSION_COOKIE_NAME"]))
    return client.post(PAGE, data={**form.values, "statement": text}, headers=headers)


def test_input_is_restored_after_the_log_in(
    session: Any, client: PlatformClient, person: Account
) -> None:
    log_in_by_page(client, person.username)
    answer = sent_too_late(client)
    assert (answer.status_code, answer.location) == (303, PAGE)
    way_in = client.get(client.get(PAGE).location)
    assert "入力した内容は残っています" in way_in.text
    assert TYPED not in way_in.text
    log_in_by_page(client, person.username)
    assert TYPED not in client.get("/withdrawals/new").text, "it belongs to its page"
    page = client.get(PAGE)
    assert TYPED in page.text
    assert "画面を開いてから時間がたちました" in page.text
    assert session.scalar(select(func.count(ConsentToServe.id))) == 0
    assert TYPED not in client.get(PAGE).text, "shown once"
    assert client.submit(PAGE, {"statement": TYPED}).status_code == 303
    assert session.scalar(select(func.count(ConsentToServe.id))) == 1


def test_another_user_on_the_same_computer_cannot_see_the_input(
    session: Any, client: PlatformClient, person: Account
) -> None:
    other = factories.account(organisation=person.organisation, password=PASSWORD)
    log_in_by_page(client, person.username)
    sent_too_late(client)
    log_in_by_page(client, other.username)
    assert TYPED not in client.get(PAGE).text
    assert TYPED not in client.get(PAGE).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://example.jp", "Referer": "https://example.jp/"},
        {"Origin": "https://example.jp", "Referer": OURS["Referer"]},
        {"Origin": "null"},
        {"Origin": OURS["Origin"], "Referer": "http://localhost/nowhere"},
    ],
    ids=["nothing said", "another site", "another origin", "no origin", "no page"],
)
def test_input_sent_by_another_site_is_not_preserved(
    client_as: RoleClients, headers: dict[str, str]
) -> None:
    client = client_as("general")
    assert sent_too_late(client, headers=headers).status_code == 400
    assert TYPED not in client.get("/login").text


def test_overlong_input_is_not_preserved(client_as: RoleClients) -> None:
    assert (
        sent_too_late(client_as("general"), "字" * (preserved_forms.MAX_LENGTH + 1)).status_code
        == 400
    )


def test_preserved_input_expires_after_half_an_hour(
    client: PlatformClient, person: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_by_page(client, person.username)
    sent_too_late(client)
    monkeypatch.setattr(preserved_forms, "LIFETIME", -preserved_forms.LIFETIME)
    log_in_by_page(client, person.username)
    assert TYPED not in client.get(PAGE).text


def test_log_in_name_is_preserved_but_not_the_password(
    session: Any, client: PlatformClient
) -> None:
    headers = {"Origin": "http://localhost", "Referer": "http://localhost/login"}
    data = {"username": "hanako", "password": PASSWORD, "csrf_token": "old"}
    assert client.post("/login", data=data, headers=headers).status_code == 303
    session.expire_all()
    assert PASSWORD not in str(session.scalars(select(UserSession.data)).all())
    assert 'value="hanako"' in client.get("/login").text


def test_every_password_field_is_known_as_secret(app: Flask) -> None:
    names = set()
    for module in pkgutil.walk_packages(forms.__path__, forms.__name__ + "."):
        for form in vars(importlib.import_module(module.name)).values():
            if not (isinstance(form, type) and issubclass(form, Form)):
                continue
            fields = {name: getattr(form, name) for name in dir(form) if not name.startswith("_")}
            names |= {
                name
                for name, field in fields.items()
                if getattr(field, "field_class", None) is PasswordField
            }
    assert names
    assert names <= preserved_forms.SECRETS
