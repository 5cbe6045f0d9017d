"""What is sealed opens with the same key at the same place, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.crypto import NONCE, CannotOpen, Sealer

SEALER = Sealer("a secret of the installation, long enough", "second factor")
PLACE = "ab_user:7:totp_secret"


@given(st.binary(max_size=200))
def test_opens_to_what_was_sealed(plain: bytes) -> None:
    sealed = SEALER.seal(plain, PLACE)
    assert SEALER.open(sealed, PLACE) == plain
    assert len(sealed) == NONCE + len(plain) + 16


def test_never_sealed_alike() -> None:
    assert SEALER.seal(b"same", PLACE) != SEALER.seal(b"same", PLACE)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_is_noticed(at: int, by: int) -> None:
    sealed = bytearray(SEALER.seal(b"a secret", PLACE))
    sealed[at % len(sealed)] ^= by
    with pytest.raises(CannotOpen):
        SEALER.open(bytes(sealed), PLACE)


@pytest.mark.parametrize(
    ("sealer", "place"),
    [
        (SEALER, "ab_user:8:totp_secret"),
        (Sealer("another secret of the installation, too", "second factor"), PLACE),
        (Sealer("a secret of the installation, long enough", "cases"), PLACE),
    ],
    ids=["another row", "another key", "another purpose"],
)
def test_does_not_open_elsewhere(sealer: Sealer, place: str) -> None:
    with pytest.raises(CannotOpen):
        sealer.open(SEALER.seal(b"a secret", PLACE), place)


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(NONCE), bytes(28)])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        SEALER.open(sealed, PLACE)


def test_a_fingerprint_depends_on_text_place_and_key() -> None:
    other = Sealer("another secret of the installation, too", "second factor")
    marks = {
        SEALER.fingerprint("23456789abcd", PLACE),
        SEALER.fingerprint("23456789abce", PLACE),
        SEALER.fingerprint("23456789abcd", "ab_user:8:totp_secret"),
        other.fingerprint("23456789abcd", PLACE),
    }
    assert len(marks) == 4
    assert SEALER.fingerprint("23456789abcd", PLACE) in marks
