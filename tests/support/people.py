"""Log-in through the pages, as in a browser: password, code, mailed links."""

import re
from typing import Any

import pyotp
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, UserSession
from app.models.post.outbox import OutboxMessage
from app.security.crypto import Sealer
from app.security.viewer import Role
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from tests import factories
from tests.factories import PASSWORD
from tests.support.client import PlatformClient

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def log_in_by_page(
    client: PlatformClient, name: str, password: str = PASSWORD, **more: Any
) -> TestResponse:
    """Fill in the log-in page and send it."""
    fields = {"username": name, "password": password}
    return client.submit("/login", fields, form="login", **more)


def give_second_factor(account: Account, key: str) -> None:
    """Set up the account's second factor with SECRET. key: the application's TOTP_KEY."""
    sealer = Sealer(key, "second factor")
    account.totp_secret = sealer.seal(SECRET.encode(), f"ab_user:{account.id}:totp_secret")
    account.totp_last_step = 0


def code(steps_away: int = 0) -> str:
    """Return the current code for SECRET, or that of some steps before or after."""
    step = int(clock.now().timestamp()) // 30 + steps_away
    return pyotp.TOTP(SECRET).generate_otp(step)


def last_letter(recipient: str) -> OutboxMessage:
    """Return the latest letter to an address."""
    found: OutboxMessage = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.recipient == recipient)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).one()
    return found


def link_in(letter: OutboxMessage) -> str:
    """Return the path of the first link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found
    return found.group(1)


def looked_after_by(client: PlatformClient) -> Account:
    """Create an account managed by the client's role: a colleague's, a member's, or an officer's."""
    own = db.session.get(Account, client.account_id) if client.account_id else None
    if own is not None and any(role.name == "administrator" for role in own.roles):
        return factories.account(Role.SECRETARIAT)
    return factories.account(organisation=own.organisation if own else None)


def token_of(purpose: Purpose) -> str:
    """Return the token of a mailed link."""
    account = factories.account(organisation=factories.member())
    return account_links.issue(purpose, account.id, f"new{account.id}@example.jp")


def session_of(client: PlatformClient) -> int | None:
    """Return the id of the client's latest session; 1 for a visitor."""
    mine = select(func.max(UserSession.id)).where(UserSession.account_id == client.account_id)
    return db.session.scalar(mine) or 1
