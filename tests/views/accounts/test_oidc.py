"""Log-in by a directory (OIDC), against a provider started by the tests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.models.accounts.user import Account
from app.security.viewer import Role
from app.services.common import outward
from app.views.accounts import openid
from app.views.accounts.directory import CLIENT
from tests import factories
from tests.support import oidc
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.people import give_second_factor


@pytest.fixture(scope="module")
def _provider() -> Iterator[oidc.Provider]:
    with oidc.running() as provider:
        yield provider


@pytest.fixture
def provider(app: Flask, _provider: oidc.Provider) -> Iterator[oidc.Provider]:
    app.config["OIDC_ISSUER"] = _provider.issuer
    app.config["OIDC_CLIENT_ID"] = oidc.CLIENT_ID
    app.config["OIDC_CLIENT_SECRET"] = oidc.CLIENT_SECRET
    app.config["DEMONSTRATION"] = False
    outward.set_own(app.config)
    openid.install(app)
    _provider.lies, _provider.faults, _provider.signing_key = {}, [], _provider.key
    _provider.is_silent = _provider.is_moved = False
    _provider.elsewhere = ""
    yield _provider
    del app.extensions[CLIENT]


@pytest.fixture
def officer(session: Any) -> Account:
    return factories.account(Role.SECRETARIAT)


def said_of(person: Account, **more: Any) -> dict[str, Any]:
    return {"sub": f"id-{person.id}", "email": person.email, "email_verified": True, **more}


def log_in(client: PlatformClient, provider: oidc.Provider, **claims: Any) -> TestResponse:
    sent = client.get("/login/directory/?next=/account/")
    assert sent.status_code == 302 and sent.location.startswith(f"{provider.issuer}/authorize?")
    back = provider.approve(sent.location, **claims)
    return client.get("/login/directory/arrive", query_string=back)


def is_in(client: PlatformClient) -> bool:
    """Whether the client is logged in: only then is the set-up of a second factor shown."""
    answer = client.get("/account/second-factor/set-up")
    return answer.status_code == 200 or "/login?" not in answer.location


def test_directory_user_logs_in(
    client: PlatformClient, provider: oidc.Provider, session: Any, officer: Account
) -> None:
    answer = log_in(client, provider, **said_of(officer, amr=["pwd", "otp"]))
    assert (answer.status_code, answer.location) == (303, "/account/")
    assert provider.faults == []
    assert client.get("/account/").status_code == 200
    session.refresh(officer)
    assert officer.oidc_subject == f"id-{officer.id}"


def test_state_nonce_and_pkce_are_sent(client: PlatformClient, provider: oidc.Provider) -> None:
    asked = parse_qs(urlsplit(client.get("/login/directory/").location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == ["http://localhost/login/directory/arrive"]


def test_local_second_factor_is_required_without_one_of_the_directory(
    client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    log_in(client, provider, **said_of(officer, amr=["pwd"]))
    answer = client.get("/account/")
    assert (answer.status_code, answer.location) == (303, "/account/second-factor/set-up")


def test_directory_configured_with_second_factor_is_trusted(
    app: Flask, client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    app.config["OIDC_SECOND_FACTOR"] = True
    log_in(client, provider, **said_of(officer, amr=["pwd"]))
    assert client.get("/account/").status_code == 200


def test_user_with_local_second_factor_is_asked_for_its_code(
    app: Flask, client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    give_second_factor(officer, app.config["TOTP_KEY"])
    answer = log_in(client, provider, **said_of(officer, amr=["pwd"]))
    assert answer.location == "/login/code"
    assert client.get("/account/").status_code == 302


def test_user_is_recognised_by_subject_after_an_address_change(
    client: PlatformClient, provider: oidc.Provider, session: Any, officer: Account
) -> None:
    officer.oidc_subject = f"id-{officer.id}"
    session.flush()
    log_in(client, provider, **said_of(officer, email="married@example.jp", amr=["mfa"]))
    assert is_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"aud": "another-service"},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"sub": ""},
    ],
    ids=lambda lie: f"{next(iter(lie))}={next(iter(lie.values()))}",
)
def test_token_with_wrong_claims_is_refused(
    client: PlatformClient, provider: oidc.Provider, officer: Account, lie: dict[str, Any]
) -> None:
    provider.lies = lie
    answer = log_in(client, provider, **said_of(officer, amr=["mfa"]))
    assert (answer.status_code, answer.location) == (303, "/login")
    assert not is_in(client)


def test_response_without_an_id_token_is_refused(
    client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    provider.is_silent = True
    assert log_in(client, provider, **said_of(officer)).location == "/login"
    assert not is_in(client)


def test_forged_signature_is_refused(
    client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert log_in(client, provider, **said_of(officer)).location == "/login"
    assert not is_in(client)


def test_wrong_state_is_refused(
    app: Flask, client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    back = provider.approve(client.get("/login/directory/").location, **said_of(officer))
    for state in ("", "x" * 30):
        query = {**back, "state": state}
        answer = client.get("/login/directory/arrive", query_string=query)
        assert answer.location == "/login"
    victim = app.test_client()
    assert victim.get("/login/directory/arrive", query_string=back).location == "/login"
    assert not is_in(client) and not is_in(victim)


def test_response_is_accepted_once(
    client: PlatformClient, provider: oidc.Provider, officer: Account
) -> None:
    back = provider.approve(client.get("/login/directory/").location, **said_of(officer))
    client.get("/login/directory/arrive", query_string=back)
    again = client.get("/login/directory/arrive", query_string=back)
    assert again.location == "/login"


@pytest.mark.parametrize("error", ["access_denied", "server_error"])
def test_refused_log_in_returns_to_the_log_in_page(
    client: PlatformClient, provider: oidc.Provider, error: str
) -> None:
    back = provider.approve(client.get("/login/directory/").location)
    query = {"error": error, "state": back["state"]}
    assert client.get("/login/directory/arrive", query_string=query).location == "/login"


@pytest.mark.parametrize(
    "change",
    [
        {"email": "nobody@example.jp"},
        {"email": ""},
        {"email_verified": False},
        {"email_verified": "true"},
    ],
)
def test_unknown_or_unverified_address_is_refused(
    client: PlatformClient,
    provider: oidc.Provider,
    session: Any,
    officer: Account,
    change: dict[str, Any],
) -> None:
    accounts = session.scalar(select(func.count(Account.id)))
    answer = log_in(client, provider, **{**said_of(officer), **change})
    assert answer.location == "/login"
    assert not is_in(client)
    assert session.scalar(select(func.count(Account.id))) == accounts
    session.refresh(officer)
    assert officer.oidc_subject is None


def test_reassigned_address_does_not_inherit_the_account(
    client: PlatformClient, provider: oidc.Provider, session: Any, officer: Account
) -> None:
    officer.oidc_subject = "of its first holder"
    session.flush()
    assert log_in(client, provider, **said_of(officer)).location == "/login"
    assert not is_in(client)


def test_disabled_account_is_refused(
    client: PlatformClient, provider: oidc.Provider, session: Any, officer: Account
) -> None:
    officer.active = False
    session.flush()
    assert log_in(client, provider, **said_of(officer)).location == "/login"


def test_unreachable_directory_is_reported(app: Flask, client: PlatformClient) -> None:
    app.config["OIDC_ISSUER"] = "http://127.0.0.1:9"
    app.config["OIDC_CLIENT_ID"] = "out-of-reach"
    openid.install(app)
    answer = client.get("/login/directory/", follow_redirects=True)
    assert answer.status_code == 200 and "/login" in answer.request.path
    assert "alert" in answer.text or "banner" in answer.text
    del app.extensions[CLIENT]


def test_server_that_nobody_allowed_is_not_asked(
    app: Flask,
    session: Any,
    client: PlatformClient,
    client_as: RoleClients,
    provider: oidc.Provider,
    officer: Account,
) -> None:
    """The directory names another server for its tokens; two officers allow it."""
    provider.elsewhere = provider.issuer.replace("127.0.0.1", "localhost")
    assert client.get("/login/directory/").location == "/login"
    first, second = client_as(Role.SECRETARIAT), client_as(Role.SECRETARIAT)
    assert (
        "接続先「localhost」は許可されていません"
        in client_as("administrator").get("/audit/list/").text
    )

    page = "/settings/office/"
    wanted = {"release-outward_hosts": "LOCALHOST\n"}
    assert first.submit(page, wanted, form="/settings/office/release").status_code == 303
    assert client.get("/login/directory/").location == "/login"
    assert second.submit(page, form="/proposal/release").status_code == 303
    session.info.clear()
    log_in(client, provider, **said_of(officer))
    assert is_in(client)


def test_redirect_of_the_directory_is_not_followed(
    client: PlatformClient, provider: oidc.Provider
) -> None:
    provider.is_moved, provider.paths = True, []
    answer = client.get("/login/directory/")
    assert answer.status_code == 303 and answer.location == "/login"
    assert provider.paths == ["/.well-known/openid-configuration"]


def test_without_a_directory_its_pages_do_not_exist(client: PlatformClient) -> None:
    for path in ("/login/directory/", "/login/directory/arrive"):
        assert client.get(path).status_code == 404
