"""Links mailed to a person: single use, limited in time, void after a password change."""

from collections.abc import Callable
from typing import Any

import pytest

from app.errors import NotFound, RuleViolation, StaleState
from app.models.accounts.user import Account
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM
from app.services.accounts import access as account_access
from app.services.accounts import credentials
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from tests import factories
from tests.factories import PASSWORD

NEW = "violet-kettle-marble"


@pytest.fixture
def person(session: Any) -> Account:
    return factories.account(organisation=factories.member(), password=PASSWORD)


def by_reset(person: Account) -> None:
    token = account_links.issue(Purpose.PASSWORD_RESET, person.id)
    credentials.reset_password(SYSTEM, token, NEW)


def by_change(person: Account) -> None:
    credentials.change_password(viewer_for(person), PASSWORD, NEW, session_id=None)


@pytest.mark.both_databases
@pytest.mark.parametrize("renew", [by_reset, by_change])
def test_new_password_voids_an_earlier_address_change(
    person: Account, renew: Callable[[Account], None]
) -> None:
    """Otherwise a previous intruder could still take over the account with their own address."""
    before = person.email
    token = account_links.issue(Purpose.EMAIL_CHANGE, person.id, "thief@example.jp")
    renew(person)
    with pytest.raises(StaleState):
        credentials.confirm_email(SYSTEM, token)
    assert person.email == before


def test_new_password_voids_earlier_reset_links(person: Account) -> None:
    token = account_links.issue(Purpose.PASSWORD_RESET, person.id)
    by_change(person)
    with pytest.raises(StaleState):
        credentials.open_reset(SYSTEM, token)


def test_weak_new_password_does_not_use_up_the_link(person: Account) -> None:
    token = account_links.issue(Purpose.PASSWORD_RESET, person.id)
    with pytest.raises(RuleViolation):
        credentials.reset_password(SYSTEM, token, "short")
    assert credentials.open_reset(SYSTEM, token).id == person.id


@pytest.mark.parametrize("purpose", list(Purpose))
def test_disabling_voids_all_links(session: Any, person: Account, purpose: Purpose) -> None:
    token = account_links.issue(purpose, person.id, "new@example.jp")
    account_access.disable(SYSTEM, person.id)
    with pytest.raises(StaleState):
        account_links.read(purpose, token)
    account_access.enable(SYSTEM, person.id)
    with pytest.raises(StaleState):
        account_links.read(purpose, token)


def test_new_password_requires_the_current_one(person: Account) -> None:
    with pytest.raises(credentials.WrongPassword):
        credentials.change_password(viewer_for(person), "wrong password", NEW, session_id=None)


def test_viewer_without_an_account_has_no_own_account(session: Any) -> None:
    with pytest.raises(NotFound):
        credentials.own(SYSTEM)
