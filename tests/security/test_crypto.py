"""Sealed data opens only with the same key in the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.crypto import NONCE, CannotOpen, Sealer

SEALER = Sealer("a secret of the installation, long enough", "second factor")
PLACE = "ab_user:7:totp_secret"


@given(st.binary(max_size=200))
def test_sealed_data_opens_to_the_original(plain: bytes) -> None:
    sealed = SEALER.seal(plain, PLACE)
    assert SEALER.open(sealed, PLACE) == plain
    assert len(sealed) == NONCE + len(plain) + 16


def test_same_plaintext_is_sealed_differently() -> None:
    assert SEALER.seal(b"same", PLACE) != SEALER.seal(b"same", PLACE)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_altered_byte_is_detected(at: int, by: int) -> None:
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
def test_sealed_data_does_not_open_in_another_place(sealer: Sealer, place: str) -> None:
    with pytest.raises(CannotOpen):
        sealer.open(SEALER.seal(b"a secret", PLACE), place)


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(NONCE), bytes(28)])
def test_data_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        SEALER.open(sealed, PLACE)


def test_fingerprint_depends_on_text_place_and_key() -> None:
    other = Sealer("another secret of the installation, too", "second factor")
    marks = {
        SEALER.fingerprint("23456789abcd", PLACE),
        SEALER.fingerprint("23456789abce", PLACE),
        SEALER.fingerprint("23456789abcd", "ab_user:8:totp_secret"),
        other.fingerprint("23456789abcd", PLACE),
    }
    assert len(marks) == 4
    assert SEALER.fingerprint("23456789abcd", PLACE) in marks
