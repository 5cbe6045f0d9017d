"""The envelope's address names a letter; a made-up one names none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.post.return_path import ReturnPath, is_token, letter_of

SECRET = "a secret of the tests"


def token(letter_id: int, secret: str = SECRET) -> str:
    address = ReturnPath("b@example.jp", secret).address(letter_id)
    return address.removeprefix("b+").removesuffix("@example.jp")


@given(st.integers(1, 10**12 - 1))
def test_token_names_its_letter_however_it_is_spelt(letter_id: int) -> None:
    assert letter_of(token(letter_id), SECRET) == letter_id
    assert letter_of(token(letter_id).upper(), SECRET) == letter_id
    assert is_token(token(letter_id))
    address = ReturnPath("b@example.jp", SECRET).address(letter_id)
    assert len(address.partition("@")[0]) <= 64, "RFC 5321 4.5.3.1.1"


@pytest.mark.parametrize(
    "forged",
    [
        *(token(12, "another secret"), token(12).replace("b12", "b13"), token(12)[:-1]),
        *(token(12).replace("b", "m", 1), token(12) + "0", "b12-", "b12", "", "b0-" + "0" * 20),
        "b１２-" + token(12).partition("-")[2],
    ],
)
def test_forged_token_names_none(forged: str) -> None:
    assert letter_of(forged, SECRET) is None


def test_without_a_mailbox_there_is_no_such_address() -> None:
    assert ReturnPath("", SECRET).address(1) == ""
