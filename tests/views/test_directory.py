"""Log-in by the prefecture's directory, against a real one on loopback."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import config
from app.models.user import Account
from app.security.viewer import Role
from tests import factories
from tests.factories import PASSWORD
from tests.support import directory
from tests.support.client import PlatformClient
from tests.support.directory import Directory
from tests.support.people import give_second_factor

SET_UP = "/account/second-factor/set-up"


@pytest.fixture
def office(app: Flask) -> Iterator[Directory]:
    """The directory, configured."""
    with directory.running() as found:
        app.config.update(
            OIDC_ISSUER=found.address, OIDC_CLIENT_ID="platform", OIDC_CLIENT_SECRET="s"
        )
        app.extensions.pop("platform_directory", None)
        yield found


@pytest.fixture
def officer(session: Any, office: Directory) -> Account:
    """An officer whom the directory knows as well."""
    account = factories.account(Role.SECRETARIAT, email="officer@pref.example.jp")
    office.claims = {
        "sub": "u-1",
        "email": "Officer@pref.example.jp",
        "email_verified": True,
        "amr": ["pwd", "otp"],
    }
    return account


def go(client: PlatformClient, query: str = "") -> TestResponse:
    """To the directory and back, as a browser would."""
    start = client.get(f"/login/directory/{query}")
    assert start.status_code == 302
    back = requests.get(start.location, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client: PlatformClient) -> bool:
    return client.get("/account/").status_code == 200


def test_an_officer_known_by_its_verified_address_gets_in(
    client: PlatformClient, office: Directory, officer: Account, session: Any
) -> None:
    assert "県庁アカウント" in client.get("/login").text
    answer = go(client, "?next=/account/")
    assert (answer.status_code, answer.location) == (303, "/account/")
    assert is_in(client)
    assert office.asked["code_challenge_method"] == "S256"
    assert office.asked["state"] and office.asked["nonce"]
    session.refresh(officer)
    assert officer.oidc_subject == "u-1"


def test_afterwards_the_subject_counts_and_not_the_address(
    app: Flask, office: Directory, officer: Account
) -> None:
    go(app.test_client())
    office.claims |= {"email": "other@pref.example.jp", "email_verified": False}
    client = app.test_client()
    go(client)
    assert is_in(client)
    office.claims |= {"sub": "u-2", "email": "officer@pref.example.jp", "email_verified": True}
    client = app.test_client()
    go(client)
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "unknown@pref.example.jp"},
        {"email": ""},
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(
    client: PlatformClient, office: Directory, officer: Account, session: Any, claims: Any
) -> None:
    before = session.scalar(select(func.count()).select_from(Account))
    office.claims |= claims
    answer = go(client)
    assert (answer.location, is_in(client)) == ("/login", False)
    assert session.scalar(select(func.count()).select_from(Account)) == before


def test_a_disabled_account_stays_out(
    client: PlatformClient, officer: Account, session: Any
) -> None:
    officer.active = False
    go(client)
    assert not is_in(client)


def test_without_the_directory_s_second_factor_ours_is_asked_for(
    app: Flask, office: Directory, officer: Account, session: Any
) -> None:
    app.config["DEMONSTRATION"] = False
    office.claims["amr"] = ["pwd"]
    client = app.test_client()
    go(client)
    assert client.get("/").location == SET_UP
    give_second_factor(officer, app.config["TOTP_KEY"])
    client = app.test_client()
    assert go(client).location == "/login/code"
    assert not is_in(client)
    app.config["OIDC_SECOND_FACTOR"] = True
    client = app.test_client()
    go(client)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another service"},
        {"exp": 1},
    ],
)
def test_an_answer_meant_for_another_is_refused(
    client: PlatformClient, office: Directory, officer: Account, wrong: dict[str, Any]
) -> None:
    office.claims |= wrong
    assert go(client).location == "/login"
    assert not is_in(client)


def test_another_s_signature_is_refused(
    client: PlatformClient, office: Directory, officer: Account
) -> None:
    office.sign_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert go(client).location == "/login"
    assert not is_in(client)


def test_an_answer_nobody_asked_for_is_refused(
    client: PlatformClient, office: Directory, officer: Account
) -> None:
    for path in ("", "?code=the-code&state=made-up", "?error=access_denied&state=x"):
        answer = client.get(f"/login/directory/arrive{path}")
        assert answer.location == "/login"
    assert not is_in(client)


def test_state_belongs_to_one_browser(
    app: Flask, client: PlatformClient, office: Directory, officer: Account
) -> None:
    start = client.get("/login/directory/")
    state = parse_qs(urlsplit(start.location).query)["state"][0]
    victim = app.test_client()
    answer = victim.get(f"/login/directory/arrive?code=the-code&state={state}")
    assert answer.location == "/login"


def test_an_unreachable_directory_leaves_the_other_way_in(
    app: Flask, client: PlatformClient, session: Any
) -> None:
    app.config.update(OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID="none")
    assert client.get("/login/directory/").location == "/login"
    person = factories.account(password=PASSWORD)
    fields = {"username": person.username, "password": PASSWORD}
    assert client.submit("/login", fields, form="login").status_code == 303


def test_without_configuration_there_is_no_such_page(client: PlatformClient) -> None:
    assert client.get("/login/directory/").status_code == 404
    assert "県庁アカウント" not in client.get("/login").text


def test_production_speaks_to_a_directory_over_https_only() -> None:
    settings = config.load({"APP_ENV": "production", "OIDC_ISSUER": "http://directory.example"})
    with pytest.raises(config.UnsafeSettings, match="OIDC_ISSUER"):
        config.refuse_unsafe(settings)
