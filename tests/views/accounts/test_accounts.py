"""The management of user accounts: who may do what to which account."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.common.audit import AuditEntry
from app.security.viewer import Role
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.people import give_second_factor


def press(client: PlatformClient, account: Account, verb: str, base: str = "accounts") -> int:
    """Submit the button's form, whether or not the page shows it; return the status."""
    path = f"/{base}/{account.id}/{verb}"
    return client.post(path, headers={"X-CSRFToken": csrf_token(client)}).status_code


def is_active(session: Any, account: Account) -> bool:
    session.expire_all()
    return bool(account.active)


@pytest.mark.parametrize(
    ("actor", "holder", "status"),
    [
        ("secretariat", (), 303),
        ("secretariat", (Role.SECRETARIAT,), 404),
        ("secretariat", (Role.COUNCIL,), 404),
        ("secretariat", (Role.ADMINISTRATOR,), 404),
        ("administrator", (), 404),
        ("administrator", (Role.COUNCIL,), 303),
        ("administrator", (Role.SECRETARIAT,), 303),
    ],
)
def test_account_managers_act_only_on_permitted_accounts(
    session: Any, client_as: RoleClients, actor: str, holder: tuple[Role, ...], status: int
) -> None:
    factories.account(Role.SECRETARIAT, password=PASSWORD)
    account = factories.account(*holder, organisation=factories.member(), password=PASSWORD)
    assert press(client_as(actor), account, "disable") == status
    assert is_active(session, account) == (status != 303)


def test_member_user_manages_only_own_colleagues(session: Any, client_as: RoleClients) -> None:
    organisation = factories.member()
    colleague = factories.account(organisation=organisation, password=PASSWORD)
    councillor = factories.account(Role.COUNCIL, organisation=organisation, password=PASSWORD)
    stranger = factories.account(organisation=factories.member(), password=PASSWORD)
    client = client_as("general", organisation)
    assert stranger.email not in client.get("/colleagues/").text
    assert press(client, colleague, "disable", "colleagues") == 303
    assert not is_active(session, colleague)
    assert press(client, colleague, "enable", "colleagues") == 303
    assert is_active(session, colleague)
    for account in (councillor, stranger):
        assert press(client, account, "disable", "colleagues") == 404
        assert is_active(session, account)
    for verb in ("reset-second-factor", "end-sessions"):
        assert press(client, colleague, verb, "colleagues") == 404
    assert client.get(f"/colleagues/{stranger.id}/hand-over").status_code == 404
    assert client.get(f"/accounts/{colleague.id}").status_code == 403


def test_disabling_ends_the_session_immediately(session: Any, client_as: RoleClients) -> None:
    person = client_as("general")
    account = session.get(Account, person.account_id)
    press(client_as("secretariat"), account, "disable")
    assert person.get("/account/").status_code == 302


def test_last_account_manager_cannot_be_removed(session: Any, client_as: RoleClients) -> None:
    last = factories.account(Role.SECRETARIAT, password=PASSWORD)
    admin = client_as("administrator")
    assert press(admin, last, "disable") == 303
    assert is_active(session, last)
    assert "一人もいなくなります" in admin.get(f"/accounts/{last.id}").text
    taken = admin.submit(f"/accounts/{last.id}/roles", {"roles": None}, form="roles")
    assert taken.status_code == 422 and "一人もいなくなります" in taken.text
    factories.account(Role.SECRETARIAT, password=PASSWORD)
    press(admin, last, "disable")
    assert not is_active(session, last)


def test_invited_account_manager_does_not_count_yet(session: Any, client_as: RoleClients) -> None:
    last = factories.account(Role.SECRETARIAT, password=PASSWORD)
    factories.account(Role.SECRETARIAT, password="")
    session.execute(Account.__table__.update().where(Account.password == "").values(password=None))
    press(client_as("administrator"), last, "disable")
    assert is_active(session, last)


def test_nobody_changes_their_own_roles(session: Any, client_as: RoleClients) -> None:
    factories.account(Role.ADMINISTRATOR, password=PASSWORD)
    admin = client_as("administrator")
    everything = {"roles": ["secretariat", "council", "administrator"]}
    answer = admin.submit(f"/accounts/{admin.account_id}/roles", everything, form="roles")
    assert answer.status_code == 422
    own = session.get(Account, admin.account_id)
    assert [role.name for role in own.roles] == ["administrator"]
    officer = client_as("secretariat")
    assert officer.get(f"/accounts/{officer.account_id}/roles").status_code == 403


def test_officer_cannot_add_roles_to_an_invitation(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    organisation = factories.member()
    values = {
        "email": "new@example.jp",
        "family_name": "境",
        "organisation": organisation.name,
        "roles": "administrator",
    }
    assert officer.submit("/accounts/invite", values, form="invite").status_code == 303
    account = session.scalars(select(Account).where(Account.email == "new@example.jp")).one()
    assert account.roles == [] and account.organisation_id == organisation.id


def test_administrator_assigns_roles_and_a_change_ends_sessions(
    session: Any, client_as: RoleClients
) -> None:
    admin = client_as("administrator")
    values = {"email": "new@example.jp", "family_name": "境", "roles": ["secretariat"]}
    assert admin.submit("/accounts/invite", values, form="invite").status_code == 303
    other = client_as("secretariat")
    officer = client_as("secretariat")
    path = f"/accounts/{officer.account_id}/roles"
    assert admin.submit(path, {"roles": ["administrator"]}, form="roles").status_code == 303
    assert officer.get("/account/").status_code == 302
    page = f"/accounts/{officer.account_id}"
    assert "権限を承認する" not in admin.get(page).text and "権限を承認する" in other.get(page).text
    assert press(other, session.get(Account, officer.account_id), "release-roles") == 303
    entries = session.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "account.set_roles",
            AuditEntry.subject_id == str(officer.account_id),
        )
    )
    assert [entry.details for entry in entries][-2:] == [
        {"before": ["secretariat"], "after": []},
        {"before": [], "after": ["administrator"]},
    ]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("そのような団体はない会", "会員団体はありません"),
        ("双子の会", "同じ名前の団体が複数あります"),
        ("", "所属団体を選ぶか"),
    ],
)
def test_organisation_must_be_a_member(
    session: Any, client_as: RoleClients, typed: str, word: str
) -> None:
    twins = [factories.member(name="双子の会") for _ in range(2)]
    officer = client_as("secretariat")
    values = {"email": "new@example.jp", "family_name": "境", "organisation": typed}
    answer = officer.submit("/accounts/invite", values, form="invite")
    assert answer.status_code == 422 and word in answer.text
    values["organisation"] = f"双子の会 #{twins[1].id}"
    assert officer.submit("/accounts/invite", values, form="invite").status_code == 303


def test_second_factor_is_reset_only_by_another_person(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    person = factories.account(organisation=factories.member(), password=PASSWORD)
    give_second_factor(person, app.config["TOTP_KEY"])
    assert press(client_as("secretariat"), person, "reset-second-factor") == 303
    session.refresh(person)
    assert person.totp_secret is None
    admin = client_as("administrator")
    own = session.get(Account, admin.account_id)
    give_second_factor(own, app.config["TOTP_KEY"])
    press(admin, own, "reset-second-factor")
    session.refresh(own)
    assert own.totp_secret is not None


def test_list_is_searched_with_at_most_six_queries(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    organisation = factories.member(name="星取の会")
    for number in range(60):
        factories.account(organisation=organisation, last_name=f"鳥取{number}")
    client = client_as("secretariat")
    client.get("/accounts/")  # asks what the bar says, which holds for some seconds
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    page = client.get("/accounts/?q=星取")
    asked = [text for text in statements if text.startswith("SELECT")]
    assert len(asked) <= 6, asked
    assert page.text.count('scope="row"') == 50
    assert client.get("/accounts/?q=鳥取59").text.count('scope="row"') == 1
    assert client.get("/accounts/?q=%25").text.count('scope="row"') == 0
    assert client.get("/accounts/?status=invited&role=council").status_code == 200
    assert client.get("/accounts/?page=x").status_code == 400


HAND_OVER = {"email": "next@example.jp", "family_name": "岩美"}


@pytest.fixture
def stale(session: Any, client_as: RoleClients) -> PlatformClient:
    """Return a member's client whose last password check was more than ten minutes ago."""
    client = client_as("general")
    account = session.get(Account, client.account_id)
    from app.security import passwords

    account.password = passwords.hashed(PASSWORD)
    row = session.scalars(select(UserSession).where(UserSession.account_id == account.id)).one()
    before = (clock.now() - timedelta(minutes=11)).isoformat()
    row.data = {**row.data, "proved_at": before}
    return client


def test_sensitive_page_opens_after_reauthentication(stale: PlatformClient) -> None:
    asked = stale.get("/colleagues/invite")
    assert asked.status_code == 303 and "/reauthenticate/" in asked.location
    wrong = stale.submit(asked.location, {"reauth_password": "wrong password"}, form="reauth")
    assert wrong.status_code == 422
    right = stale.submit(asked.location, {"reauth_password": PASSWORD}, form="reauth")
    assert right.location == "/colleagues/invite"
    assert stale.get("/colleagues/invite").status_code == 200


def test_sensitive_form_input_survives_reauthentication(
    stale: PlatformClient, session: Any
) -> None:
    token = csrf_token(stale)
    asked = stale.post("/colleagues/invite", data=HAND_OVER, headers={"X-CSRFToken": token})
    assert asked.status_code == 403
    assert 'name="email" value="next@example.jp"' in asked.text
    sent = HAND_OVER | {"reauth_password": "wrong password"}
    again = stale.post("/colleagues/invite", data=sent, headers={"X-CSRFToken": token})
    assert again.status_code == 422 and "wrong password" not in again.text
    assert session.scalar(select(Account.id).where(Account.email == "next@example.jp")) is None
    sent = HAND_OVER | {"reauth_password": PASSWORD}
    done = stale.post("/colleagues/invite", data=sent, headers={"X-CSRFToken": token})
    assert done.status_code == 303
    assert session.scalar(select(Account.id).where(Account.email == "next@example.jp"))


def test_password_of_another_person_is_not_accepted(stale: PlatformClient, session: Any) -> None:
    other = factories.account(password="もう一つの-password-9")
    sent = HAND_OVER | {"reauth_password": "もう一つの-password-9", "username": other.username}
    answer = stale.post("/colleagues/invite", data=sent, headers={"X-CSRFToken": csrf_token(stale)})
    assert answer.status_code == 422


def test_command_line_resets_the_last_administrators_second_factor(
    app: Flask, session: Any
) -> None:
    admin = factories.account(Role.ADMINISTRATOR, password=PASSWORD)
    give_second_factor(admin, app.config["TOTP_KEY"])
    session.commit()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["users", "reset-second-factor", admin.username.upper()])
    assert done.exit_code == 0, done.output
    session.refresh(admin)
    assert admin.totp_secret is None
    assert runner.invoke(args=["users", "reset-second-factor", "nobody"]).exit_code == 1


def test_nobody_extends_their_own_last_day(session: Any, client_as: RoleClients) -> None:
    client = client_as("administrator")
    account = session.get(Account, client.account_id)
    account.ends_on = clock.today()
    assert press(client, account, "enable") == 303
    session.expire_all()
    assert account.ends_on == clock.today()
