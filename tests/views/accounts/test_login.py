"""Log-in and log-out on the pages."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.accounts.user import Account, UserSession
from app.models.common.audit import AuditEntry
from app.models.membership.contact import Contact
from app.security import passwords
from app.security.viewer import Role
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.people import log_in_by_page

WRONG = "ログイン名またはパスワードが正しくありません"


@pytest.fixture
def person(session: Any) -> Account:
    """Return a member's account with a password."""
    return factories.account(organisation=factories.member(), password=PASSWORD)


@pytest.mark.both_databases
def test_person_logs_in_and_out(client: PlatformClient, person: Account) -> None:
    answer = log_in_by_page(client, person.username)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/account/").status_code == 200
    assert client.submit("/account/", form="logout").status_code == 303
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("change", [str.upper, str.title, lambda name: f" {name} "])
def test_name_or_address_is_case_insensitive(
    app: Flask, session: Any, change: Callable[[str], str]
) -> None:
    person = factories.account(
        Role.COUNCIL, password=PASSWORD, username="hanako", email="hanako@example.jp"
    )
    for name in (person.username, person.email):
        assert log_in_by_page(app.test_client(), change(name)).status_code == 303


def test_unknown_wrong_and_disabled_get_the_same_message(
    app: Flask, session: Any, person: Account
) -> None:
    disabled = factories.account(password=PASSWORD, active=False)
    over = factories.account(password=PASSWORD, ends_on=date(2024, 1, 1))
    invited = factories.account()
    tries = [
        ("nobody@example.jp", PASSWORD),
        (person.username, "wrong password here"),
        (disabled.username, PASSWORD),
        (over.username, PASSWORD),
        (invited.username, ""),
        (invited.username, PASSWORD),
        ("\0", "\0"),
    ]
    pages = set()
    for name, password in tries:
        answer = log_in_by_page(app.test_client(), name, password or "x")
        assert (answer.status_code, WRONG in answer.text) == (422, True), (name, password)
        pages.add(answer.text.count("field-error"))
    assert len(pages) == 1


def test_unknown_name_takes_a_hash_computation_too(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    verify = passwords._hasher.verify

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(passwords_hasher, name)

        def verify(self, *args: Any) -> bool:
            looked_at.append(args)
            return verify(*args)

    passwords_hasher = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    assert not passwords.verify(None, "some password").right
    assert len(looked_at) == 1


def test_log_in_regenerates_the_token_and_log_out_invalidates_copies(
    app: Flask, client: PlatformClient, person: Account
) -> None:
    client.get("/login")
    name = app.config["SESSION_COOKIE_NAME"]
    before = client.get_cookie(name)
    log_in_by_page(client, person.username)
    after = client.get_cookie(name)
    assert before and after and before.value != after.value

    thief = app.test_client()
    thief.set_cookie(name, before.value)
    assert thief.get("/account/").status_code == 302
    thief.set_cookie(name, after.value)
    assert thief.get("/account/").status_code == 200
    client.submit("/account/", form="logout")
    thief.set_cookie(name, after.value)
    assert thief.get("/account/").status_code == 302


def test_log_out_requires_a_post_request(client_as: RoleClients) -> None:
    client = client_as("general")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert client.get("/account/").status_code == 200


def test_cookies_are_http_only_and_same_site(client: PlatformClient, person: Account) -> None:
    cookies = log_in_by_page(client, person.username).headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"session", "device"}
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert person.username not in cookie


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "http://[",
        "javascript:alert(1)",
        "https://localhost@evil.example/",
        "https://evil.example\\@localhost/",
    ],
)
def test_foreign_redirect_target_is_ignored(
    client: PlatformClient, person: Account, target: str
) -> None:
    answer = client.submit(
        "/login",
        {"username": person.username, "password": PASSWORD, "next": target},
        form="login",
    )
    assert answer.status_code == 303
    location = answer.location
    assert location.startswith("/") and not location.startswith(("//", "/\\"))
    assert "evil" not in location


def test_log_in_continues_to_the_requested_page(client: PlatformClient, person: Account) -> None:
    stopped = client.get("/account/sessions?x=1")
    assert stopped.status_code == 302 and "/login?next=" in stopped.location
    fields = {"username": person.username, "password": PASSWORD}
    assert client.submit(stopped.location, fields, form="login").location == "/account/sessions?x=1"


def test_session_ends_when_idle_or_after_its_maximum_lifetime(
    client: PlatformClient, person: Account, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    at(start)
    log_in_by_page(client, person.username)
    for minutes in range(50, 12 * 60, 50):
        at(start + timedelta(minutes=minutes))
        assert client.get("/account/").status_code == 200, minutes
    at(start + timedelta(hours=12, minutes=1))
    assert client.get("/account/").status_code == 302

    at(start)
    log_in_by_page(client, person.username)
    at(start + timedelta(minutes=61))
    assert client.get("/account/").status_code == 302


def test_log_in_and_log_out_are_recorded(
    client: PlatformClient, person: Account, session: Any
) -> None:
    log_in_by_page(client, person.username, "wrong password here")
    log_in_by_page(client, person.username)
    client.submit("/account/", form="logout")
    rows = session.execute(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.refused, AuditEntry.subject_id)
        .order_by(AuditEntry.sequence.desc())
        .limit(3)
    ).all()
    assert list(reversed(rows)) == [
        ("account.log_in", None, True, f"account:{person.id}"),
        ("account.log_in", person.id, False, str(person.id)),
        ("account.log_out", person.id, False, str(person.id)),
    ]
    assert "wrong password here" not in str(session.scalars(select(AuditEntry.details)).all())


def test_member_log_in_counts_as_contact(
    client: PlatformClient, person: Account, session: Any, at: Callable[[date], None]
) -> None:
    organisation = person.organisation
    at(date(2026, 12, 24))
    log_in_by_page(client, person.username)
    session.refresh(organisation)
    assert organisation.last_contact_on == date(2026, 12, 24)
    kinds = session.scalars(
        select(Contact.kind).where(Contact.organisation_id == organisation.id)
    ).all()
    assert [kind.value for kind in kinds] == ["login"]


def test_failed_log_in_does_not_count_as_contact(
    client: PlatformClient, person: Account, session: Any
) -> None:
    log_in_by_page(client, person.username, "wrong password here")
    assert session.scalar(select(func.count()).select_from(Contact)) == 0


def test_outdated_hash_is_renewed(client: PlatformClient, person: Account, session: Any) -> None:
    weaker = passwords.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    person.password = old = weaker.hash(passwords.normalise(PASSWORD))
    assert log_in_by_page(client, person.username).status_code == 303
    session.refresh(person)
    assert person.password != old
    assert passwords.verify(person.password, PASSWORD) == passwords.Match(True)


def test_user_of_a_former_member_sees_only_public_pages(
    client: PlatformClient, session: Any
) -> None:
    organisation = factories.member()
    person = factories.account(organisation=organisation, password=PASSWORD)
    from app.rules.membership.membership import EndCause
    from app.security.viewer import SYSTEM
    from app.services.membership import memberships

    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=date(2026, 4, 1))
    assert log_in_by_page(client, person.username).status_code == 303
    assert client.get("/").status_code == 200
    assert client.get("/colleagues/").status_code == 403


def test_session_token_is_stored_as_a_hash_only(app: Flask, session: Any, person: Account) -> None:
    client = app.test_client()
    log_in_by_page(client, person.username)
    row = session.scalars(select(UserSession).where(UserSession.account_id == person.id)).one()
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    assert cookie.value not in (row.token_hash, str(row.data))


def test_repeated_failures_by_others_do_not_lock_out_the_owner(
    app: Flask, client: PlatformClient, person: Account
) -> None:
    assert log_in_by_page(client, person.username).status_code == 303
    client.submit("/", form="logout")
    stranger = app.test_client()
    assert isinstance(stranger, PlatformClient)
    addresses = itertools.cycle(f"203.0.{network}.1" for network in range(100))
    for _ in range(150):
        address = {"REMOTE_ADDR": next(addresses)}
        answer = log_in_by_page(stranger, person.username, "wrong", environ_overrides=address)
        assert answer.status_code in (422, 429)
    assert log_in_by_page(client, person.username).status_code == 303


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/login", "/password/forgotten"])
def test_name_with_nul_is_unknown(client: PlatformClient, session: Any, path: str) -> None:
    fields = {"username": "a\0b", "password": "x\0y"}
    assert client.submit(path, fields, form=path).status_code in (200, 422)
