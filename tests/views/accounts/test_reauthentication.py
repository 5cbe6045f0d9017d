"""Sensitive pages and actions require reauthentication; test_accounts.py tests the steps."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.models.accounts.user import Account, UserSession
from app.security import passwords
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.people import code, give_second_factor, session_of

MEMBERS_PAGES = (
    "/account/email",
    "/account/second-factor/set-up",
    "/colleagues/invite",
    "/colleagues/{pk}/hand-over",
)
MEMBERS_BUTTONS = (
    "/account/second-factor/turn-off",
    "/account/second-factor/recovery-codes",
    "/colleagues/{pk}/disable",
    "/colleagues/{pk}/enable",
)
KEEPERS_PAGES = (
    "/accounts/invite",
    "/accounts/{pk}/edit",
    "/accounts/{pk}/roles",
    "/accounts/{pk}/hand-over",
)
KEEPERS_BUTTONS = (
    "/accounts/{pk}/disable",
    "/accounts/{pk}/enable",
    "/accounts/{pk}/end-sessions",
    "/accounts/{pk}/reset-second-factor",
    "/accounts/{pk}/send-again",
)


def stale(session: Any, client: PlatformClient, minutes: int = 11) -> PlatformClient:
    """Return the client, with its last authentication set back by these minutes."""
    account = session.get(Account, client.account_id)
    account.password = passwords.hashed(PASSWORD)
    row = session.get(UserSession, session_of(client))
    before = (clock.now() - timedelta(minutes=minutes)).isoformat()
    row.data = {**row.data, "proved_at": before}
    session.commit()
    return client


@pytest.mark.parametrize(
    ("role", "path"),
    [*(("general", path) for path in MEMBERS_PAGES)]
    + [("administrator", path) for path in KEEPERS_PAGES],
)
def test_sensitive_page_requires_reauthentication(
    session: Any, client_as: RoleClients, role: str, path: str
) -> None:
    client = stale(session, client_as(role))
    answer = client.get(path.format(pk=client.account_id))
    assert answer.status_code == 303
    assert answer.location.startswith("/reauthenticate/?next=")


@pytest.mark.parametrize(
    ("role", "path"),
    [*(("general", path) for path in MEMBERS_BUTTONS)]
    + [("administrator", path) for path in KEEPERS_BUTTONS],
)
def test_sensitive_action_requires_reauthentication(
    session: Any, client_as: RoleClients, role: str, path: str
) -> None:
    client = stale(session, client_as(role))
    other = factories.account(organisation=factories.member())
    headers = {"X-CSRFToken": csrf_token(client)}
    answer = client.post(path.format(pk=other.id), headers=headers)
    assert answer.status_code == 403
    assert "reauth_password" in answer.text


@pytest.mark.parametrize(("minutes", "asked"), [(9, False), (11, True)])
def test_authentication_is_valid_for_ten_minutes(
    session: Any, client_as: RoleClients, minutes: int, asked: bool
) -> None:
    client = stale(session, client_as("general"), minutes)
    assert (client.get("/colleagues/invite").status_code == 303) is asked


def test_totp_code_is_accepted(app: Flask, session: Any, client_as: RoleClients) -> None:
    client = stale(session, client_as("general"))
    give_second_factor(session.get(Account, client.account_id), app.config["TOTP_KEY"])
    session.commit()
    path = "/reauthenticate/?next=/colleagues/invite"
    assert client.submit(path, {"reauth_code": "000000"}, form="reauth").status_code == 422
    answer = client.submit(path, {"reauth_code": code()}, form="reauth")
    assert (answer.status_code, answer.location) == (303, "/colleagues/invite")


def test_totp_code_without_an_enrolled_app_is_refused(session: Any, client_as: RoleClients) -> None:
    client = stale(session, client_as("general"))
    answer = client.submit("/reauthenticate/", {"reauth_code": code()}, form="reauth")
    assert answer.status_code == 422
    assert client.get("/colleagues/invite").status_code == 303


def test_repeated_guesses_are_paused(session: Any, client_as: RoleClients) -> None:
    client = stale(session, client_as("general"))
    for _ in range(5):
        client.submit("/reauthenticate/", {"reauth_password": "a guess"}, form="reauth")
    answer = client.submit("/reauthenticate/", {"reauth_password": PASSWORD}, form="reauth")
    assert answer.status_code == 422
    assert client.get("/colleagues/invite").status_code == 303


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_foreign_redirect_target_is_ignored(
    session: Any, client_as: RoleClients, target: str
) -> None:
    client = stale(session, client_as("general"))
    asked = f"/reauthenticate/?next={target}"
    answer = client.submit(asked, {"reauth_password": PASSWORD}, form="reauth")
    assert (answer.status_code, answer.location) == (303, "/")
