"""Logged-in clients, each with an account of its own."""

import contextvars

from flask import Flask, has_app_context
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Page
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.membership.organisation import Organisation
from app.security.guard import acting_as_system
from app.security.sessions import ACCOUNT_KEY
from app.security.tokens import new_token, token_hash
from app.security.viewer import Role
from tests import factories
from tests.support.client import PlatformClient

SOME_EXECUTIVE = "鳥取県弁護士会"


def log_in(client: PlatformClient, account: Account) -> None:
    """Give the client a session of the account, as after log-in. Commits."""
    token = new_token()
    row = UserSession(token_hash=token_hash(token), account_id=account.id)
    row.created_at = row.seen_at = clock.now()
    row.data = {ACCOUNT_KEY: str(account.id), "_fresh": True}
    row.data |= {"second_factor": "totp", "proved_at": clock.now().isoformat()}
    db.session.add(row)
    client.account_id, client.organisation_id = account.id, account.organisation_id
    db.session.commit()
    client.set_cookie(str(client.application.config["SESSION_COOKIE_NAME"]), token)


def csrf_token(client: PlatformClient) -> str:
    """Return a CSRF token for the client's session, as its pages would hold it. Commits."""
    if has_app_context():
        db.session.commit()  # on SQLite the test's own transaction holds the write lock
    return contextvars.Context().run(_token_in_session, client)


def _token_in_session(client: PlatformClient) -> str:
    with client.session_transaction() as session:
        raw = session.setdefault("csrf_token", new_token())
    return str(URLSafeTimedSerializer(client.application.secret_key, "wtf-csrf-token").dumps(raw))


def press(client: PlatformClient, path: str, **data: str) -> TestResponse:
    """Send a button's form as if from a page of the client."""
    return client.post(path, data=data, headers={"X-CSRFToken": csrf_token(client)})


def log_in_page(page: Page, client: PlatformClient) -> None:
    """Use the client's session in the browser page."""
    name = str(client.application.config["SESSION_COOKIE_NAME"])
    cookie = client.get_cookie(name)
    assert cookie is not None
    address = "http://127.0.0.1"  # cookies are not bound to a port
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": address}])


def client_of(app: Flask, username: str) -> PlatformClient:
    """Return a client logged in to the account with this log-in name; "": not logged in."""
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    if username:
        with app.app_context(), acting_as_system(db.session):
            wanted = select(Account).where(Account.username == username)
            log_in(client, db.session.scalars(wanted).one())
    return client


class RoleClients:
    """A factory of clients by role, usable with or without the `session` fixture."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(
        self, role: Role | str, organisation: Organisation | None = None
    ) -> PlatformClient:
        """Return a client logged in as a new person with the role (`public`: not logged in).

        organisation: the member acted for; by default a new general member, or a founding member.
        `client.account_id` and `client.organisation_id` identify the person.
        """
        client = self.app.test_client()
        assert isinstance(client, PlatformClient)
        organisation_id = organisation.id if organisation else None
        if has_app_context():
            db.session.commit()  # on SQLite the test's own transaction holds the write lock
        if Role(role) is not Role.PUBLIC:
            with self.app.app_context(), acting_as_system(db.session):
                log_in(client, self._account(Role(role), organisation_id))
        return client

    def _account(self, role: Role, organisation_id: int | None) -> Account:
        organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
        if role is Role.GENERAL:
            return factories.account(organisation=organisation or factories.member())
        if role is Role.EXECUTIVE:
            founding = organisation or factories.founding_member(SOME_EXECUTIVE)
            return factories.account(organisation=founding)
        return factories.account(role, organisation=organisation)
