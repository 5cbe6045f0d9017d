"""Links mailed to a person: once, for a time, and not beyond a new password."""

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
    token = account_links.make(Purpose.PASSWORD_RESET, person.id)
    credentials.reset_password(SYSTEM, token, NEW)


def by_change(person: Account) -> None:
    credentials.change_password(viewer_for(person), PASSWORD, NEW, session_id=None)


@pytest.mark.both_databases
@pytest.mark.parametrize("renew", [by_reset, by_change])
def test_a_new_password_voids_an_address_change_asked_for_before(
    person: Account, renew: Callable[[Account], None]
) -> None:
    """Else whoever was in the account before could still take it away by its own address."""
    before = person.email
    token = account_links.make(Purpose.EMAIL_CHANGE, person.id, "thief@example.jp")
    renew(person)
    with pytest.raises(StaleState):
        credentials.confirm_email(SYSTEM, token)
    assert person.email == before


def test_a_new_password_voids_reset_links_asked_for_before(person: Account) -> None:
    token = account_links.make(Purpose.PASSWORD_RESET, person.id)
    by_change(person)
    with pytest.raises(StaleState):
        credentials.open_reset(SYSTEM, token)


def test_a_weak_new_password_uses_no_link(person: Account) -> None:
    token = account_links.make(Purpose.PASSWORD_RESET, person.id)
    with pytest.raises(RuleViolation):
        credentials.reset_password(SYSTEM, token, "short")
    assert credentials.open_reset(SYSTEM, token).id == person.id


@pytest.mark.parametrize("purpose", list(Purpose))
def test_disabling_voids_every_link(session: Any, person: Account, purpose: Purpose) -> None:
    token = account_links.make(purpose, person.id, "new@example.jp")
    account_access.disable(SYSTEM, person.id)
    with pytest.raises(StaleState):
        account_links.read(purpose, token)
    account_access.enable(SYSTEM, person.id)
    with pytest.raises(StaleState):
        account_links.read(purpose, token)


def test_the_present_password_is_needed_for_a_new_one(person: Account) -> None:
    with pytest.raises(credentials.WrongPassword):
        credentials.change_password(viewer_for(person), "wrong password", NEW, session_id=None)


def test_nobody_without_an_account_has_one_of_its_own(session: Any) -> None:
    with pytest.raises(NotFound):
        credentials.own(SYSTEM)
