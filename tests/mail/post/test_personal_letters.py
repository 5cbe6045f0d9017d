"""Letters to one person: addressee and letterhead."""

from datetime import date
from typing import Any

import pytest

from app.documents.common.letter import Letter
from app.mail.accounts import letters as account_letters
from app.mail.council import letters as council_letters
from app.mail.post import staff_letters
from app.models.accounts.user import Account
from tests import factories

TODAY = date(2026, 11, 28)
LINK = "http://localhost/cases/"


@pytest.fixture
def account(session: Any, at: Any) -> Account:
    at(TODAY)
    return factories.account(organisation=factories.member(name="NPO法人吉野の会"))


def letters(account: Account) -> tuple[Letter, ...]:
    return (
        council_letters.something_to_read(account, LINK),
        staff_letters.readmission_possible(account.organisation, date(2023, 2, 28), account),
        account_letters.password_reset(account, LINK),
    )


def test_letters_are_dated_today_addressed_to_the_person_and_unnumbered(account: Account) -> None:
    for letter in letters(account):
        assert (letter.issued_on, letter.number, letter.formal) == (TODAY, "", False)
        assert letter.addressee_person == account.get_full_name()


def test_only_login_letters_name_the_organisation(account: Account) -> None:
    """Council membership and the body represented are visible only after log-in."""
    found = [letter.addressee_organisation for letter in letters(account)]
    assert found == ["", "", "NPO法人吉野の会"]
