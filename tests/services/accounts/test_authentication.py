"""Log-in: who is admitted and who has to wait."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.models.accounts.user import Account
from app.rules.membership.membership import EndCause
from app.security import passwords
from app.security.devices import Device
from app.security.viewer import SYSTEM
from app.services.accounts import authentication, throttle
from app.services.membership import memberships
from tests import factories
from tests.factories import PASSWORD

HERE, NEAR_HERE = "192.0.2.1", "192.0.2.200"
START = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def person(session: Any) -> Account:
    return factories.account(organisation=factories.member(), password=PASSWORD)


def paused(name: str, address: str, device: Device | None = None) -> timedelta | None:
    """Try a wrong password once; return the pause, None if the password was checked."""
    attempt = authentication.begin(SYSTEM, name, address, device)
    if attempt.paused_until is not None:
        return attempt.paused_until - clock.now()
    assert authentication.finish(SYSTEM, attempt, passwords.Match(False)) is None
    return None


def right(name: str, address: str, device: Device | None = None) -> bool:
    """Try the right password once; return whether the log-in succeeded."""
    attempt = authentication.begin(SYSTEM, name, address, device)
    if attempt.paused_until is not None:
        return False
    match = passwords.verify(attempt.password_hash, PASSWORD)
    return authentication.finish(SYSTEM, attempt, match) is not None


def test_right_password_is_not_checked_during_a_pause(
    person: Account, at: Callable[[datetime], None]
) -> None:
    at(START)
    for _ in range(throttle.FREE_FROM_NETWORK):
        paused(person.username, HERE)
    assert not right(person.username, HERE)
    assert not right(person.email.upper(), NEAR_HERE)
    at(START + timedelta(seconds=31))
    assert right(person.username, HERE)
    assert paused(person.username, HERE) is None  # reset after the log-in


def test_known_device_of_another_account_gives_no_exemption(
    person: Account, at: Callable[[datetime], None]
) -> None:
    at(START)
    other = Device(person.id + 1, "of another")
    for _ in range(throttle.FREE_FROM_NETWORK):
        paused(person.username, HERE, other)
    assert paused(person.username, HERE, other) is not None


def test_unknown_user_name_is_paused_alike(person: Account, at: Callable[[datetime], None]) -> None:
    at(START)
    names = (person.username, "nobody@example.jp")
    answers = [[paused(name, HERE) for _ in range(7)] for name in names]
    assert answers[0] == answers[1]


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_pause_never_shrinks_with_more_failures(failures: int, free: int) -> None:
    pause = throttle.pause(failures, free)
    assert pause <= throttle.pause(failures + 1, free) <= throttle.LONGEST_PAUSE
    assert (pause == timedelta(0)) is (failures < free)


@pytest.mark.parametrize(
    "change",
    [
        lambda person: setattr(person, "active", False),
        lambda person: setattr(person, "ends_on", clock.today() - timedelta(days=1)),
        lambda person: setattr(person, "password", ""),
    ],
    ids=["disabled", "handed over", "invited"],
)
def test_accounts_that_may_not_log_in(
    session: Any, person: Account, change: Callable[[Account], None]
) -> None:
    change(person)
    session.flush()
    assert not right(person.username, HERE)


def test_last_day_is_included(session: Any, person: Account) -> None:
    person.ends_on = clock.today()
    session.flush()
    assert right(person.username, HERE)


def test_account_disabled_during_the_log_in_is_refused(session: Any, person: Account) -> None:
    attempt = authentication.begin(SYSTEM, person.username, HERE, None)
    person.active = False
    session.flush()
    assert authentication.finish(SYSTEM, attempt, passwords.Match(True)) is None


def test_password_changed_during_the_log_in_is_refused(session: Any, person: Account) -> None:
    attempt = authentication.begin(SYSTEM, person.username, HERE, None)
    person.password = passwords.hashed("violet-kettle-marble")
    session.flush()
    assert authentication.finish(SYSTEM, attempt, passwords.Match(True)) is None


def test_log_in_of_a_former_member_is_not_recorded_as_contact(app: Flask, person: Account) -> None:
    organisation = person.organisation
    assert organisation is not None
    before = organisation.last_contact_on
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=clock.today())
    authentication.log_in(SYSTEM, person.id, by="password")
    assert organisation.last_contact_on == before
