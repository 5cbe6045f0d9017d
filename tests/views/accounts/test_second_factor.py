"""The pages of the second factor."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask

from app.models.accounts.user import Account
from app.security.viewer import SYSTEM, Role
from app.services.accounts import access as account_access
from tests import factories
from tests.factories import PASSWORD
from tests.support.client import PlatformClient
from tests.support.people import (
    code,
    give_second_factor,
    last_letter,
    link_in,
    log_in_by_page,
)

START = datetime(2026, 4, 1, 0, 0, 10, tzinfo=UTC)
SET_UP = "/account/second-factor/set-up"


@pytest.fixture
def officer(app: Flask, session: Any, at: Callable[[datetime], None]) -> Account:
    """Return an officer's account with a second factor."""
    at(START)
    account = factories.account(Role.SECRETARIAT, password=PASSWORD)
    give_second_factor(account, app.config["TOTP_KEY"])
    return account


def enter_code(client: PlatformClient, value: str) -> int:
    """Send the code form and return the status."""
    return client.submit("/login/code", {"code": value}, form="code").status_code


def test_password_alone_is_not_enough(client: PlatformClient, officer: Account) -> None:
    answer = log_in_by_page(client, officer.username)
    assert answer.location == "/login/code"
    assert client.get("/account/").status_code == 302
    assert enter_code(client, "000000") == 422
    assert client.get("/account/").status_code == 302
    assert enter_code(client, code()) == 303
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clock_may_differ_by_one_step(
    client: PlatformClient, officer: Account, steps: int, status: int
) -> None:
    log_in_by_page(client, officer.username)
    assert enter_code(client, code(steps)) == status


def test_code_works_once(app: Flask, officer: Account) -> None:
    for status in (303, 422):
        client = app.test_client()
        log_in_by_page(client, officer.username)
        assert enter_code(client, code()) == status


def test_reset_of_the_password_keeps_the_second_factor(
    client: PlatformClient, officer: Account
) -> None:
    client.submit("/password/forgotten", {"username": officer.email})
    fresh = "another password for the test"
    link = link_in(last_letter(officer.email))
    assert client.submit(link, {"password": fresh, "again": fresh}).status_code == 303
    assert client.get("/account/").status_code == 302
    assert log_in_by_page(client, officer.username, password=fresh).location == "/login/code"
    assert client.get("/account/").status_code == 302


def test_repeated_wrong_codes_are_paused(client: PlatformClient, officer: Account) -> None:
    log_in_by_page(client, officer.username)
    assert [enter_code(client, f"{n:06}") for n in range(5)] == [422] * 5
    assert enter_code(client, code()) == 429


def test_log_in_expires_before_a_late_code(
    client: PlatformClient, officer: Account, at: Callable[[datetime], None]
) -> None:
    log_in_by_page(client, officer.username)
    at(START + timedelta(minutes=11))
    assert client.get("/login/code").status_code == 409


def set_up(client: PlatformClient) -> list[str]:
    """Complete the set-up and return the recovery codes."""
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert 'src="data:image/svg+xml' in page.text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert secret
    assert client.submit(SET_UP, {"code": "000000"}, form="set-up").status_code == 422
    step = int(START.timestamp()) // 30
    right = pyotp.TOTP(secret.group(1).replace(" ", "")).generate_otp(step)
    shown = client.submit(SET_UP, {"code": right}, form="set-up")
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    return re.findall(r"<code>([a-z0-9-]+)</code>", shown.text)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.COUNCIL, Role.ADMINISTRATOR])
def test_required_second_factor_must_be_set_up_first(
    app: Flask, session: Any, role: Role, at: Callable[[datetime], None]
) -> None:
    at(START)
    app.config["DEMONSTRATION"] = False
    account = factories.account(role, password=PASSWORD)
    client = app.test_client()
    log_in_by_page(client, account.username)
    for path in ("/", "/roster", "/account/", "/accounts/", "/outbox/", "/account/second-factor/"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, SET_UP), path
    assert "デモ" not in client.get(SET_UP).text
    answer = client.submit(SET_UP, {}, form="logout")
    assert answer.status_code == 303


def test_set_up_can_be_skipped_in_the_demonstration_only(
    app: Flask, session: Any, client: PlatformClient
) -> None:
    account = factories.account(Role.SECRETARIAT, password=PASSWORD)
    log_in_by_page(client, account.username)
    assert "デモ環境" in client.get(SET_UP).text
    assert client.submit(SET_UP, {}, form="skip").status_code == 303
    assert client.get("/").status_code == 200
    app.config["DEMONSTRATION"] = False
    assert client.get("/").location == SET_UP
    assert client.get("/lang/en").status_code == 303


def test_recovery_code_works_once_after_set_up(
    app: Flask, session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    account = factories.account(Role.COUNCIL, password=PASSWORD)
    client = app.test_client()
    log_in_by_page(client, account.username)
    codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/account/").status_code == 200
    for value, status in ((codes[0], 303), (codes[0], 422), (codes[1].upper(), 303)):
        again = app.test_client()
        log_in_by_page(again, account.username)
        assert enter_code(again, value) == status
    session.refresh(account)
    assert codes[2] not in str(account.totp_secret)


def test_optional_second_factor_can_be_turned_on_and_off(
    app: Flask, session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    account = factories.account(organisation=factories.member(), password=PASSWORD)
    client = app.test_client()
    log_in_by_page(client, account.username)
    assert client.get("/").status_code == 200
    set_up(client)
    assert client.submit("/account/second-factor/", {}, form="turn-off").status_code == 303
    session.refresh(account)
    assert account.totp_secret is None


def test_required_second_factor_cannot_be_turned_off(
    client: PlatformClient, officer: Account
) -> None:
    log_in_by_page(client, officer.username)
    enter_code(client, code())
    page = client.submit(
        "/account/second-factor/", {}, form="recovery-codes", follow_redirects=True
    )
    assert page.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    client.post("/account/second-factor/turn-off", data={"csrf_token": token.group(1)})
    assert "解除できません" in client.get("/account/").text


@pytest.mark.parametrize(
    "change",
    [
        lambda officer: account_access.set_password(SYSTEM, officer, "きつねの-嫁入り-lantern-3"),
        lambda officer: account_access.disable_unchecked(SYSTEM, officer),
    ],
    ids=["another password", "disabled"],
)
def test_pending_log_in_is_void_after_an_account_change(
    client: PlatformClient,
    session: Any,
    officer: Account,
    at: Callable[[datetime], None],
    change: Callable[[Account], None],
) -> None:
    log_in_by_page(client, officer.username)
    at(START + timedelta(minutes=1))
    change(session.get(Account, officer.id))
    assert enter_code(client, code()) == 409
    assert client.get("/account/").status_code == 302
