"""Passwords: which are refused, and how they are stored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.security import passwords
from tests.factories import PASSWORD

NAMES = ("hanako@example.jp", "因幡", "花子")


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("short-one-7", "12文字以上"),
        ("x" * 129, "128文字以内"),
        ("hanako-to-the-sea", "ログイン名"),
        ("ＨＡＮＡＫＯ-to-the-sea", "ログイン名"),
        ("password1234", "推測されやすい"),
        ("P@ssw0rd!!!!!", "推測されやすい"),
        ("passwordpassword", "推測されやすい"),
        ("abcabcabcabcabc", "推測されやすい"),
        ("123456789012", "推測されやすい"),
        ("qwertyuiopas", "推測されやすい"),
        ("zyxwvutsrqpon", "推測されやすい"),
        ("tottori-kodoku-2026", "推測されやすい"),
        ("T0ttoriPlatf0rm!", "推測されやすい"),
        ("とっとり孤独・孤立対策プラットフォーム", "推測されやすい"),
    ],
)
def test_weak_password_is_refused_with_a_reason(password: str, part: str) -> None:
    assert part in (passwords.fault(password, NAMES) or "")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "さくら と つき と うみ と そら",
        "violet-kettle-marble",
        "鳥取の砂丘を夕方に歩いた道",
        "x7" * 3 + "Lq!mzb",
    ],
)
def test_good_password_is_accepted(password: str) -> None:
    assert passwords.fault(password, NAMES) is None


@given(st.text(max_size=passwords.SHORTEST - 1))
def test_password_shorter_than_twelve_characters_is_refused(password: str) -> None:
    if len(passwords.normalise(password)) < passwords.SHORTEST:
        assert "12文字以上" in (passwords.fault(password) or "")


def test_password_is_stored_as_salted_argon2id_hash() -> None:
    one, other = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one.startswith("$argon2id$") and one != other
    assert PASSWORD not in one


def test_full_width_characters_equal_half_width_ones() -> None:
    kept = passwords.hashed("violet-kettle-7")
    assert passwords.verify(kept, "ｖｉｏｌｅｔ－ｋｅｔｔｌｅ－７").right
    assert not passwords.verify(kept, "Violet-kettle-7").right


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_no_password_matches_an_unusable_hash(kept: str | None) -> None:
    for password in ("", PASSWORD):
        assert passwords.verify(kept, password) == passwords.Match(False)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_only_the_same_password_matches(text: str) -> None:
    kept = _kept()
    expected = passwords.normalise(text) == passwords.normalise(PASSWORD)
    assert passwords.verify(kept, text).right is expected


def test_overlong_password_is_not_hashed() -> None:
    assert not passwords.verify(_kept(), PASSWORD * 1_000_000).right


def _kept() -> str:
    return passwords.hashed(PASSWORD)
