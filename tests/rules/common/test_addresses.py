"""Addresses compare equal regardless of notation, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.addresses import normal_address

SAME_HOUSE = (
    "鳥取市東町1-220",
    "鳥取県鳥取市東町一丁目220番地",
    "鳥取市東町１丁目２２０番地",
    "〒680-8570　鳥取県鳥取市東町１－２２０",
    "鳥取市 東町 1丁目 220番地",
    "鳥取市東町1ー220",
    "鳥取市東町1‐220号",
)


@pytest.mark.parametrize("typed", SAME_HOUSE)
def test_different_notations_of_one_address_are_equal(typed: str) -> None:
    assert normal_address(typed) == "鳥取市東町1-220"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鳥取市東町1-22", "鳥取市東町12-2"),
        ("鳥取市東町1-220", "鳥取市東町1-221"),
        ("鳥取市東町1-220", "鳥取市西町1-220"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert normal_address(one) != normal_address(other)


@pytest.mark.parametrize("typed", ["", "鳥取市", "米子市加茂町"])
def test_address_without_a_number_is_not_compared(typed: str) -> None:
    assert normal_address(typed) == ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [("十番", "10"), ("二十一番", "21"), ("二〇番", "20"), ("十三番地の2", "13-2")],
)
def test_kanji_numerals_are_read_as_numbers(typed: str, number: str) -> None:
    assert normal_address(f"東町{typed}") == f"東町{number}"


@given(st.text(max_size=60))
def test_normalisation_accepts_any_text_and_is_idempotent(text: str) -> None:
    once = normal_address(text)
    assert normal_address(once) == once
