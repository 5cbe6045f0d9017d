"""A mailed link works once, for its own purpose, and only for an account still in use."""

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models.accounts.user import Account, OneTimeLink
from app.security.viewer import SYSTEM
from app.services.accounts import access as account_access
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from tests import factories
from tests.support import application_form, members
from tests.support.accounts import csrf_token
from tests.support.client import PlatformClient
from tests.support.people import token_of

NEW = "きつねの-嫁入り-lantern-3"
PATHS = {
    "invitation": "/invitation/{}",
    "password_reset": "/password/reset/{}",
    "email_change": "/account/email/confirm/{}",
    "application_confirm": "/apply/confirm-address/{}",
    "contact_reply": "/contact/{}",
}
"""The path of the link of each purpose."""
OF_ACCOUNTS = [purpose.value for purpose in Purpose]


def new_link(purpose: str) -> str:
    """Return the token of a new link."""
    if purpose in OF_ACCOUNTS:
        return token_of(Purpose(purpose))
    if purpose == "application_confirm":
        return application_form.confirmation_token()
    return members.contact_question(factories.member())[1]


def press(client: PlatformClient, path: str) -> int:
    """Send the page's form without opening the page first; return the status."""
    data = {"csrf_token": csrf_token(client), "password": NEW, "again": NEW}
    return client.post(path, data=data).status_code


def account_of(purpose: str) -> Account:
    """Return the account of the latest link of this purpose."""
    latest = select(OneTimeLink).where(OneTimeLink.purpose == purpose).order_by(OneTimeLink.id)
    return db.session.get_one(Account, db.session.scalars(latest).all()[-1].account_id)


@pytest.mark.parametrize("purpose", PATHS)
def test_link_works_once(session: Any, client: PlatformClient, purpose: str) -> None:
    path = PATHS[purpose].format(new_link(purpose))
    assert press(client, path) in (200, 303)
    used = session.scalars(select(OneTimeLink.used_at).order_by(OneTimeLink.id.desc())).first()
    assert press(client, path) == 409
    assert client.get(path).status_code == 409
    again = session.scalars(select(OneTimeLink.used_at).order_by(OneTimeLink.id.desc())).first()
    assert used is not None and again == used


@pytest.mark.parametrize("made_for", PATHS)
@pytest.mark.parametrize("tried_for", PATHS)
def test_link_is_not_valid_for_another_purpose(
    session: Any, client: PlatformClient, made_for: str, tried_for: str
) -> None:
    if made_for == tried_for:
        return
    path = PATHS[tried_for].format(new_link(made_for))
    assert client.get(path).status_code == 404
    assert press(client, path) == 404
    assert set(session.scalars(select(OneTimeLink.used_at))) == {None}


@pytest.mark.parametrize("purpose", OF_ACCOUNTS)
def test_link_is_void_after_the_account_was_disabled(
    session: Any, client: PlatformClient, purpose: str
) -> None:
    path = PATHS[purpose].format(new_link(purpose))
    account_access.disable(SYSTEM, account_of(purpose).id)
    assert press(client, path) in (404, 409)
    account_access.enable(SYSTEM, account_of(purpose).id)
    assert press(client, path) == 409


@pytest.mark.parametrize("purpose", OF_ACCOUNTS)
def test_link_is_void_after_a_password_change(
    session: Any, client: PlatformClient, purpose: str
) -> None:
    path = PATHS[purpose].format(new_link(purpose))
    account_access.set_password(SYSTEM, account_of(purpose), NEW)
    assert press(client, path) == 409


def test_second_link_voids_the_first(session: Any, client: PlatformClient) -> None:
    first = new_link("password_reset")
    second = account_links.issue(Purpose.PASSWORD_RESET, account_of("password_reset").id)
    assert press(client, PATHS["password_reset"].format(first)) == 409
    assert press(client, PATHS["password_reset"].format(second)) == 303
