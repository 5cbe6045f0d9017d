"""Sessions are stored on the server; changes to an account end its sessions."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.security.viewer import SYSTEM, Role
from app.services.accounts import access as account_access
from app.services.accounts import accounts
from tests import factories
from tests.support.accounts import RoleClients, log_in
from tests.support.client import PlatformClient

START = datetime(2026, 4, 1, tzinfo=UTC)


def entered(app: Flask, person: Account) -> PlatformClient:
    """Return a new client logged in as the person."""
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    log_in(client, person)
    return client


def is_in(client: PlatformClient) -> bool:
    return client.get("/account/").status_code == 200


def test_visitor_without_stored_data_has_no_session(client: PlatformClient, session: Any) -> None:
    client.get("/roster")
    assert client.get_cookie("session") is None
    assert session.scalar(select(func.count(UserSession.id))) == 0


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 200, "é" * 10, "../../etc"])
def test_unknown_session_token_is_not_logged_in(app: Flask, token: str) -> None:
    client = app.test_client()
    client.set_cookie("session", token)
    answer = client.get("/account/")
    assert answer.status_code == 302 and "/login" in answer.location


def test_planted_session_token_is_replaced(app: Flask, client: PlatformClient) -> None:
    client.set_cookie("session", "planted-by-someone-else")
    client.get("/login")
    cookie = client.get_cookie("session")
    assert cookie is not None and cookie.value != "planted-by-someone-else"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "change",
    [
        lambda person: account_access.disable(SYSTEM, person.id),
        lambda person: accounts.set_roles(SYSTEM, person.id, [Role.ADMINISTRATOR]),
        lambda person: account_access.end_sessions(SYSTEM, person.id),
        lambda person: account_access.reset_second_factor(SYSTEM, person.id),
    ],
    ids=["disabled", "other roles", "logged out everywhere", "second factor taken off"],
)
def test_account_change_ends_its_sessions(
    app: Flask, session: Any, change: Callable[[Account], object]
) -> None:
    person, other = factories.account(Role.COUNCIL), factories.account(Role.COUNCIL)
    here, there, theirs = entered(app, person), entered(app, person), entered(app, other)
    assert is_in(here) and is_in(there)
    change(session.get(Account, person.id))
    session.commit()
    assert not is_in(here) and not is_in(there)
    assert is_in(theirs)


def test_removed_role_takes_effect_at_the_next_request(app: Flask, session: Any) -> None:
    person = factories.account(Role.SECRETARIAT)
    client = entered(app, person)
    assert client.get("/outbox/").status_code == 200
    person.roles = []
    session.commit()
    assert client.get("/outbox/").status_code in (302, 403)


def test_session_ends_after_the_last_day_of_the_account(
    app: Flask, session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    person = factories.account(organisation=factories.member(), ends_on=clock.today())
    client = entered(app, person)
    at(START + timedelta(minutes=30))
    assert is_in(client)
    person.ends_on = clock.today() - timedelta(days=1)
    session.commit()
    assert not is_in(client)


def test_one_session_is_ended_without_the_others(app: Flask, session: Any) -> None:
    person = factories.account(organisation=factories.member())
    here, there = entered(app, person), entered(app, person)
    pk = session.scalar(select(func.max(UserSession.id)).where(UserSession.account_id == person.id))
    assert here.submit("/account/sessions", form=f"/{pk}/end").status_code == 303
    assert is_in(here) and not is_in(there)


def test_all_other_sessions_are_ended(app: Flask, session: Any) -> None:
    person = factories.account(organisation=factories.member())
    here, there, elsewhere = (entered(app, person) for _ in range(3))
    assert here.submit("/account/sessions", form="end-others").status_code == 303
    assert is_in(here) and not is_in(there) and not is_in(elsewhere)


def test_session_of_another_person_is_not_found(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    victim = factories.account(organisation=factories.member())
    theirs = entered(app, victim)
    pk = session.scalar(select(UserSession.id).where(UserSession.account_id == victim.id))
    for role in ("general", "secretariat", "administrator"):
        client = client_as(role)
        page = client.get("/account/sessions").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        answer = client.post(f"/account/sessions/{pk}/end", data={"csrf_token": token})
        assert answer.status_code == 404, role
    assert is_in(theirs)


@pytest.mark.parametrize(
    ("idle", "alive"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)]
)
def test_session_ends_after_an_idle_hour(
    app: Flask, session: Any, at: Callable[[datetime], None], idle: timedelta, alive: bool
) -> None:
    at(START)
    client = entered(app, factories.account(organisation=factories.member()))
    at(START + idle)
    assert is_in(client) is alive


def test_personal_page_is_not_stored_by_shared_caches(client_as: RoleClients) -> None:
    answer = client_as("general").get("/account/")
    assert (
        "private" in answer.headers["Cache-Control"]
        or "no-store" in answer.headers["Cache-Control"]
    )
    assert "Cookie" in answer.headers["Vary"]


def test_updating_last_seen_waits_for_a_concurrent_writer(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.SECRETARIAT)
    session.execute(update(UserSession).values(seen_at=clock.now() - timedelta(minutes=2)))
    session.commit()
    holds = Event()

    def write() -> None:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(update(Account).values(login_count=1))
            holds.set()
            time.sleep(0.5)

    writer = Thread(target=write)
    writer.start()
    holds.wait()
    assert is_in(client)
    writer.join()
    seen_at = session.scalar(select(UserSession.seen_at))
    assert clock.now() - seen_at < timedelta(minutes=1)
