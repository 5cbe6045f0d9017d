"""Invitations, handovers, forgotten passwords and address changes: procedures by mailed link."""

from collections.abc import Callable
from datetime import date, timedelta
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.models.accounts.user import Account, UserSession
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.eligibility import Check
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role
from app.services.admission import decisions
from app.views.accounts import passwords
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.desk import accept
from tests.support.people import last_letter, link_in, log_in_by_page

NEW = "きつねの-嫁入り-lantern-3"
PERSON = {"email": "New.Person@Example.jp", "family_name": "八頭", "given_name": "月子"}
ADDRESS = "new.person@example.jp"
BOTH = {"password": NEW, "again": NEW}


@pytest.fixture
def member(session: Any) -> Organisation:
    return factories.member()


def invite(client: PlatformClient, path: str = "/colleagues/invite", **more: Any) -> str:
    """Invite the new person and return the path of the mailed link."""
    answer = client.submit(path, PERSON | more, form=path.rpartition("/")[2])
    assert answer.status_code == 303, answer.text
    return link_in(last_letter(ADDRESS))


@pytest.mark.both_databases
def test_invited_colleague_sets_a_password_and_logs_in(
    client: PlatformClient, client_as: RoleClients, member: Organisation
) -> None:
    link = invite(client_as("general", member))
    assert "八頭 月子" in client.get(link).text
    assert client.submit(link, {"password": "short", "again": "short"}).status_code == 422
    assert client.submit(link, {"password": NEW, "again": NEW + "x"}).status_code == 422
    assert client.submit(link, BOTH).location == "/login"
    assert client.get(link).status_code == 409
    assert log_in_by_page(client, ADDRESS, NEW).status_code == 303
    assert member.name in client.get("/account/").text


def test_opening_the_link_does_not_use_it(
    client: PlatformClient, client_as: RoleClients, member: Organisation
) -> None:
    link = invite(client_as("general", member))
    assert [client.get(link).status_code for _ in range(3)] == [200] * 3


def test_invitation_expires_after_14_days_and_is_voided_by_a_new_one(
    app: Flask,
    client: PlatformClient,
    client_as: RoleClients,
    member: Organisation,
    session: Any,
    at: Callable[[date], None],
) -> None:
    at(date(2026, 4, 1))
    old = invite(client_as("general", member))
    at(date(2026, 4, 16))
    assert client.get(old).status_code == 409
    person = session.scalars(select(Account).where(Account.email == ADDRESS)).one()
    inviter = client_as("secretariat")
    inviter.submit(f"/accounts/{person.id}", {}, form="send-again")
    new = link_in(last_letter(ADDRESS))
    assert new != old
    assert (client.get(old).status_code, client.get(new).status_code) == (409, 200)


def test_invitation_link_is_hidden_in_the_outbox(
    app: Flask, client_as: RoleClients, member: Organisation, session: Any
) -> None:
    app.config["DEMONSTRATION"] = False
    link = invite(client_as("general", member))
    letter = last_letter(ADDRESS)
    assert letter.secret and letter.letter is None
    assert link not in client_as("secretariat").get(f"/outbox/{letter.id}").text


def test_address_has_only_one_account(client_as: RoleClients, member: Organisation) -> None:
    client = client_as("general", member)
    invite(client)
    answer = client.submit("/colleagues/invite", PERSON, form="invite")
    assert answer.status_code == 422
    assert "すでに登録されています" in answer.text


def test_predecessor_is_disabled_when_the_successor_accepts(
    app: Flask, client: PlatformClient, client_as: RoleClients, member: Organisation, session: Any
) -> None:
    predecessor = client_as("general", member)
    path = f"/colleagues/{predecessor.account_id}/hand-over"
    link = invite(predecessor, path)
    assert predecessor.get("/colleagues/").status_code == 200
    client.submit(link, BOTH)
    assert predecessor.get("/colleagues/").status_code == 302
    old = session.get(Account, predecessor.account_id)
    assert not old.active and old.disabled_at is not None
    assert log_in_by_page(client, ADDRESS, NEW).status_code == 303


def test_predecessor_keeps_access_until_the_last_day(
    client_as: RoleClients, session: Any, member: Organisation, at: Callable[[date], None]
) -> None:
    at(date(2026, 3, 20))
    predecessor = client_as("general", member)
    path = f"/colleagues/{predecessor.account_id}/hand-over"
    early = predecessor.submit(
        path, PERSON | {"when": "day", "last_day": "2026-03-19"}, form="hand-over"
    )
    assert early.status_code == 422
    assert predecessor.submit(path, PERSON | {"when": "day"}, form="hand-over").status_code == 422
    invite(predecessor, path, when="day", last_day="2026-03-31")
    account = session.get(Account, predecessor.account_id)
    from app.security.identity import is_usable

    at(date(2026, 3, 31))
    assert is_usable(account)
    at(date(2026, 4, 1))
    assert not is_usable(account)


def test_contact_of_a_new_member_is_invited(session: Any, client: PlatformClient) -> None:
    application = factories.application(business_contact_email="Contact@Example.jp")
    officer = factories.account(Role.SECRETARIAT)
    from app.security.identity import viewer_for

    for check in Check:
        try:
            decisions.record_check(viewer_for(officer), application.id, check, passed=True, note="")
        except Exception:
            continue
    decisions.name_former(viewer_for(officer), application.id, None)
    accept(viewer_for(officer), application.id)
    assert application.state is ApplicationState.ACCEPTED
    link = link_in(last_letter("contact@example.jp"))
    assert client.submit(link, BOTH).status_code == 303
    person = session.scalars(select(Account).where(Account.email == "contact@example.jp")).one()
    assert person.organisation_id == application.organisation_id


def test_password_reset_ends_every_session(
    app: Flask, client: PlatformClient, session: Any, member: Organisation
) -> None:
    person = factories.account(organisation=member, password=PASSWORD)
    elsewhere = app.test_client()
    log_in_by_page(elsewhere, person.username)
    for _ in range(8):
        log_in_by_page(client, person.username, "wrong password here")
    assert log_in_by_page(client, person.username).status_code == 429
    client.submit("/password/forgotten", {"username": person.email})
    link = link_in(last_letter(person.email))
    assert client.submit(link, BOTH).location == "/login"
    assert elsewhere.get("/account/").status_code == 302
    assert client.get(link).status_code == 409
    assert log_in_by_page(client, person.username, NEW).status_code == 303


def test_response_is_the_same_for_an_unknown_address(client: PlatformClient, session: Any) -> None:
    person = factories.account(password=PASSWORD)
    invited = factories.account()
    disabled = factories.account(password=PASSWORD, active=False)
    pages = [
        client.submit("/password/forgotten", {"username": name})
        for name in (person.email, "nobody@example.jp", invited.email, disabled.email)
    ]
    assert len({(page.status_code, len(page.text)) for page in pages}) == 1
    letters = session.scalars(select(OutboxMessage.recipient)).all()
    assert letters == [person.email]


def test_reset_link_is_valid_for_an_hour(
    client: PlatformClient, session: Any, at: Callable[[Any], None]
) -> None:
    at(date(2026, 4, 1))
    person = factories.account(password=PASSWORD)
    client.submit("/password/forgotten", {"username": person.email})
    link = link_in(last_letter(person.email))
    at(clock.now() + timedelta(minutes=59))
    assert client.get(link).status_code == 200
    at(clock.now() + timedelta(minutes=2))
    assert client.get(link).status_code == 409


@pytest.mark.parametrize("path", ["/invitation/", "/password/reset/", "/account/email/confirm/"])
@pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "＊", "..%2f"])
def test_unknown_token_is_not_found(client: PlatformClient, path: str, token: str) -> None:
    assert client.get(path + token).status_code == 404


def test_invitation_token_is_not_valid_for_other_purposes(
    client: PlatformClient, client_as: RoleClients, member: Organisation
) -> None:
    token = invite(client_as("general", member)).rpartition("/")[2]
    for path in ("/password/reset/", "/account/email/confirm/"):
        assert client.get(path + token).status_code == 404


def test_new_address_takes_effect_after_confirmation(
    client: PlatformClient, client_as: RoleClients, member: Organisation, session: Any
) -> None:
    person = client_as("general", member)
    account = session.get(Account, person.account_id)
    before = account.email
    person.submit("/account/email", {"email": ADDRESS}, form="email")
    link = link_in(last_letter(ADDRESS))
    client.get(link)
    session.refresh(account)
    assert account.email == before
    client.submit(link, {}, form="confirm")
    session.refresh(account)
    assert (account.email, account.username) == (ADDRESS, ADDRESS)
    assert ADDRESS in last_letter(before).body


def test_address_of_another_account_gets_no_link_and_the_same_response(
    client_as: RoleClients, session: Any
) -> None:
    other = factories.account()
    person = client_as("general")
    answer = person.submit("/account/email", {"email": other.email}, form="email")
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_changing_the_password_ends_the_other_sessions(
    app: Flask, session: Any, member: Organisation
) -> None:
    person = factories.account(organisation=member, password=PASSWORD)
    here, there = app.test_client(), app.test_client()
    log_in_by_page(here, person.username)
    log_in_by_page(there, person.username)
    wrong = here.submit("/account/password", BOTH | {"old": "wrong password"}, form="password")
    assert wrong.status_code == 422
    done = here.submit("/account/password", BOTH | {"old": PASSWORD}, form="password")
    assert done.status_code == 303
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)
    assert "パスワードが変更されました" in last_letter(person.email).body


def test_user_sees_and_ends_only_own_sessions(
    app: Flask, session: Any, member: Organisation, client_as: RoleClients
) -> None:
    person = factories.account(organisation=member, password=PASSWORD)
    here, there = app.test_client(), app.test_client()
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"}
    log_in_by_page(here, person.username)
    log_in_by_page(there, person.username, headers=agent)
    page = here.get("/account/sessions")
    assert "Safari / iPhone" in page.text and page.text.count("この端末") >= 1
    stranger = client_as("general")
    ids = session.scalars(
        select(UserSession.id).where(UserSession.account_id == person.id).order_by(UserSession.id)
    ).all()
    assert stranger.submit("/account/sessions", {}, form="logout").status_code == 303
    other = client_as("general")
    token = other.get("/account/edit").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = other.post(f"/account/sessions/{ids[-1]}/end", data={"csrf_token": token})
    assert answer.status_code == 404
    assert here.submit("/account/sessions", {}, form=f"/{ids[-1]}/end").status_code == 303
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_response_time_is_the_same_without_an_account(
    client: PlatformClient, member: Organisation
) -> None:
    names = (factories.account(organisation=member, password=PASSWORD).username, "no@example.jp")
    token = csrf_token(client)
    for name in names:
        begun = monotonic()
        client.post("/password/forgotten", data={"username": name, "csrf_token": token})
        assert monotonic() - begun >= passwords.ANSWER_AFTER
