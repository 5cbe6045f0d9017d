"""Authenticator codes and recovery codes: each works once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import RuleViolation
from app.models.accounts.user import Account, RecoveryCode
from app.security.crypto import CannotOpen, Sealer
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Role
from app.services.accounts import second_factor
from tests import factories
from tests.support.people import SECRET, code, last_letter

SEALER = Sealer("a secret of the installation, long enough", "second factor")
START = datetime(2026, 4, 1, 3, 0, 5, tzinfo=UTC)


@pytest.fixture
def person(session: Any, at: Callable[[datetime], None]) -> Account:
    at(START)
    return factories.account(organisation=factories.member())


def turned_on(person: Account) -> list[str]:
    return second_factor.turn_on(viewer_for(person), SECRET, code(), SEALER)


def check(person: Account, typed: str) -> bool:
    return second_factor.check(SYSTEM, person.id, typed, SEALER)


@pytest.mark.both_databases
def test_code_works_once(person: Account, at: Callable[[datetime], None]) -> None:
    turned_on(person)
    assert not check(person, code())  # used during the setup
    at(START + timedelta(seconds=30))
    assert check(person, code())
    assert not check(person, code())


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_clock_off_by_half_a_minute_is_tolerated(
    person: Account, at: Callable[[datetime], None], steps: int, taken: bool
) -> None:
    turned_on(person)
    at(START + timedelta(minutes=10))
    assert check(person, code(steps)) is taken


def test_earlier_code_is_void_after_a_later_one(
    person: Account, at: Callable[[datetime], None]
) -> None:
    turned_on(person)
    at(START + timedelta(minutes=10))
    assert check(person, code(1))
    assert not check(person, code(0))


@pytest.mark.parametrize("typed", ["", "000000", "abc", "１２", "\0", "🦆", "9" * 500])
def test_any_other_input_is_wrong(person: Account, typed: str) -> None:
    turned_on(person)
    assert not check(person, typed)


def test_full_width_digits_and_spaces_are_read(
    person: Account, at: Callable[[datetime], None]
) -> None:
    turned_on(person)
    at(START + timedelta(minutes=10))
    wide = code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert check(person, f" {wide[:3]} {wide[3:]} ")


def test_second_factor_is_not_turned_on_without_a_right_code(person: Account) -> None:
    with pytest.raises(RuleViolation, match="確認コードが違います"):
        second_factor.turn_on(viewer_for(person), SECRET, "000000", SEALER)
    assert person.totp_secret is None


def test_recovery_code_works_once_in_any_notation(person: Account) -> None:
    codes = turned_on(person)
    assert len(set(codes)) == second_factor.CODES
    assert check(person, codes[0].upper().replace("-", " "))
    assert not check(person, codes[0])
    assert second_factor.codes_left(person.id) == 9
    assert check(person, codes[1])


def test_another_persons_recovery_code_is_wrong(session: Any, person: Account) -> None:
    codes = turned_on(person)
    other = factories.account(organisation=factories.member())
    turned_on(other)
    assert not check(other, codes[0])


def test_new_recovery_codes_void_the_old(person: Account) -> None:
    old = turned_on(person)
    new = second_factor.renew_codes(viewer_for(person), SEALER)
    assert not check(person, old[0])
    assert check(person, new[0])


def test_stored_values_reveal_no_secret(session: Any, person: Account) -> None:
    codes = turned_on(person)
    assert person.totp_secret is not None and SECRET.encode() not in person.totp_secret
    stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {plain.replace("-", "") for plain in codes} & set(stored)


def test_secret_copied_to_another_account_cannot_be_opened(session: Any, person: Account) -> None:
    turned_on(person)
    other = factories.account(totp_secret=person.totp_secret, totp_last_step=0)
    with pytest.raises(CannotOpen):
        check(other, code())


def test_optional_second_factor_can_be_turned_off(
    person: Account, at: Callable[[datetime], None]
) -> None:
    codes = turned_on(person)
    at(START + timedelta(minutes=1))
    second_factor.turn_off(viewer_for(person))
    assert person.totp_secret is None
    assert not check(person, codes[0])
    assert "解除されました" in last_letter(person.email).body


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.COUNCIL, Role.ADMINISTRATOR])
def test_mandatory_second_factor_cannot_be_turned_off(
    session: Any, at: Callable[[datetime], None], role: Role
) -> None:
    at(START)
    person = factories.account(role)
    turned_on(person)
    with pytest.raises(RuleViolation, match="解除できません"):
        second_factor.turn_off(viewer_for(person))
    assert person.totp_secret is not None


def test_no_code_is_right_without_a_second_factor(person: Account) -> None:
    assert not check(person, code())
    with pytest.raises(RuleViolation):
        second_factor.renew_codes(viewer_for(person), SEALER)
