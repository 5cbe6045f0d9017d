"""The second step by a code sent by mail, where the secretariat asks members for it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.accounts.user import Account, RoleRow
from app.models.common.setting import Setting
from app.models.post.outbox import OutboxMessage
from app.security.viewer import Role
from tests import factories
from tests.factories import PASSWORD
from tests.support.client import PlatformClient
from tests.support.people import code as app_code
from tests.support.people import give_second_factor, log_in_by_page

START = datetime(2026, 4, 1, 0, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def asked(session: Any, at: Callable[[datetime], None]) -> None:
    """Let the secretariat ask members for a mailed code."""
    at(START)
    session.add(Setting(key="mailed_code", value="on", changed_at=START))
    session.commit()
    session.info.clear()


@pytest.fixture
def member(asked: None, session: Any) -> Account:
    """Return the account of a general member."""
    return factories.account(organisation=factories.member(), password=PASSWORD)


def mailed(session: Any) -> list[OutboxMessage]:
    """Return the letters with codes, oldest first."""
    session.expire_all()
    found = select(OutboxMessage).where(OutboxMessage.purpose == "log_in_code")
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def digits(letter: OutboxMessage) -> str:
    """Return the code in a letter."""
    [found] = re.findall(r"^\d{6}$", letter.body, re.MULTILINE)
    return str(found)


def enter(client: PlatformClient, value: str) -> int:
    """Send the code form and return the status."""
    return client.submit("/login/code", {"code": value}, form="code").status_code


def test_member_enters_the_code_from_the_mail(
    session: Any, client: PlatformClient, member: Account
) -> None:
    assert log_in_by_page(client, member.username).location == "/login/code"
    [letter] = mailed(session)
    assert letter.recipient == member.email and letter.secret
    assert client.get("/account/").status_code == 302
    wrong = f"{(int(digits(letter)) + 1) % 10**6:06}"
    assert enter(client, wrong) == 422
    assert enter(client, digits(letter)) == 303
    assert client.get("/account/").status_code == 200


def test_code_works_in_its_own_log_in_only(
    session: Any, app: Flask, member: Account, at: Callable[[datetime], None]
) -> None:
    first, second = app.test_client(), app.test_client()
    log_in_by_page(first, member.username)
    at(START + timedelta(seconds=1))
    log_in_by_page(second, member.username)
    one, other = (digits(letter) for letter in mailed(session))
    if one != other:
        assert enter(second, one) == 422
    assert enter(first, one) == 303
    assert first.get("/login/code").status_code == 409


def test_code_expires_after_ten_minutes(
    session: Any, client: PlatformClient, member: Account, at: Callable[[datetime], None]
) -> None:
    log_in_by_page(client, member.username)
    [letter] = mailed(session)
    at(START + timedelta(minutes=9, seconds=59))
    assert client.get("/login/code").status_code == 200
    at(START + timedelta(minutes=10, seconds=1))
    page = client.get("/login").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    late = client.post("/login/code", data={"code": digits(letter), "csrf_token": token[1]})
    assert late.status_code == 409


def test_guesses_are_paused(client: PlatformClient, session: Any, member: Account) -> None:
    log_in_by_page(client, member.username)
    right = digits(mailed(session)[0])
    guesses = [f"{number:06}" for number in range(6) if f"{number:06}" != right][:5]
    assert [enter(client, guess) for guess in guesses] == [422] * 5
    assert enter(client, right) == 429


def test_only_so_many_codes_are_mailed(
    app: Flask, session: Any, member: Account, at: Callable[[datetime], None]
) -> None:
    statuses = []
    for second in range(6):
        at(START + timedelta(seconds=second))
        statuses.append(log_in_by_page(app.test_client(), member.username).status_code)
    assert statuses[:5] == [303] * 5 and 400 <= statuses[5] < 500
    assert len(mailed(session)) == 5
    at(START + timedelta(minutes=16))
    assert log_in_by_page(app.test_client(), member.username).status_code == 303


def test_wrong_password_mails_nothing_and_says_the_same(
    app: Flask, session: Any, member: Account
) -> None:
    pages = [
        log_in_by_page(app.test_client(), name, password="not the password").status_code
        for name in (member.username, "nobody-of-this-name")
    ]
    assert pages == [422, 422]
    assert mailed(session) == []


def test_app_goes_first(app: Flask, session: Any, client: PlatformClient, member: Account) -> None:
    give_second_factor(member, app.config["TOTP_KEY"])
    assert log_in_by_page(client, member.username).location == "/login/code"
    assert mailed(session) == []
    assert enter(client, app_code()) == 303


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_office_still_needs_the_app(session: Any, client: PlatformClient, role: Role) -> None:
    officer = factories.account(role, password=PASSWORD)
    log_in_by_page(client, officer.username)
    assert mailed(session) == []
    assert "/account/second-factor/set-up" in client.get("/account/").location


def test_mailed_code_is_not_enough_for_a_role_gained_later(
    session: Any, client: PlatformClient, member: Account
) -> None:
    log_in_by_page(client, member.username)
    enter(client, digits(mailed(session)[0]))
    member.roles = list(session.scalars(select(RoleRow).where(RoleRow.name == Role.SECRETARIAT)))
    session.commit()
    assert "/account/second-factor/set-up" in client.get("/account/").location


def test_nobody_sees_the_code_in_the_outbox(
    session: Any, client: PlatformClient, client_as: Any, member: Account
) -> None:
    client.application.config["DEMONSTRATION"] = False
    log_in_by_page(client, member.username)
    [letter] = mailed(session)
    page = client_as(Role.SECRETARIAT).get(f"/outbox/{letter.id}")
    assert page.status_code == 200 and digits(letter) not in page.text
    assert letter.letter is None  # nor is there a PDF


def test_without_the_setting_the_password_is_enough(
    session: Any, client: PlatformClient, member: Account
) -> None:
    session.execute(Setting.__table__.delete())
    session.commit()
    session.info.clear()
    assert log_in_by_page(client, member.username).location != "/login/code"
    assert mailed(session) == []
