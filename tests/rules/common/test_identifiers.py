"""Numbers and addresses as entered and as stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import cn

from app.rules.common.identifiers import (
    corporate_number_valid,
    normalise_corporate_number,
    normalise_email,
    normalise_phone,
    normalise_postal_code,
    phone_digits,
)


@pytest.mark.parametrize(
    "typed",
    ["680-8570", "6808570", "６８０－８５７０", "〒680-8570", "〒 ６８０ー８５７０", "680−8570"],
)
def test_postal_code_is_stored_with_one_hyphen(typed):
    assert normalise_postal_code(typed) == "680-8570"


@pytest.mark.parametrize("typed", ["", "680-857", "680-85701", "abc-defg", "680/8570"])
def test_invalid_postal_code_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="7桁の数字で入力してください（例"):
        normalise_postal_code(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0857-26-7111", "0857-26-7111"),
        ("0857267111", "0857-26-7111"),
        ("０８５７（２６）７１１１", "0857-26-7111"),
        ("（０８５７）２６ー７１１１", "0857-26-7111"),
        ("0857 26 7111", "0857-26-7111"),
        ("0857‐26–7111", "0857-26-7111"),
        ("+81 857-26-7111", "0857-26-7111"),
        ("+81(0)857-26-7111", "0857-26-7111"),
        ("09012345678", "090-1234-5678"),
        ("050-1234-5678", "050-1234-5678"),
        ("0120123456", "0120-123-456"),
        ("08001234567", "0800-123-4567"),
        ("0312345678", "03-1234-5678"),
        ("0791234567", "0791234567"),
    ],
)
def test_phone_number_is_stored_with_plain_hyphens(typed, stored):
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "26-7111",
        "0857-26-711",
        "0857-26-71111",
        "857-26-71110",
        "0000000000",
        "0857-26-7111 内線12",
        "電話なし",
        "+1 212 555 0100",
    ],
)
def test_invalid_phone_number_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="市外局番から"):
        normalise_phone(typed)


@pytest.mark.parametrize("typed", ["０８５７－２６－７１１１", "+81-857-26-7111", "0857267111"])
def test_phone_numbers_are_compared_by_their_digits(typed):
    assert phone_digits(typed) == "0857267111"


@given(st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_check_digit_agrees_with_the_stdnum_library(number):
    assert corporate_number_valid(number) == cn.is_valid(number)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_exactly_one_check_digit_is_valid(base):
    fitting = [digit for digit in "0123456789" if corporate_number_valid(digit + base)]
    assert len(fitting) == 1
    assert cn.is_valid(fitting[0] + base)


@pytest.mark.parametrize(
    "typed",
    ["7000020310000", "７０００－０２－０３１００００", "T7000020310000", " 7000020310000 "],
)
def test_corporate_number_is_stored_as_thirteen_digits(typed):
    assert normalise_corporate_number(typed) == "7000020310000"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1000020310000", "検査用数字"),
        ("700002031000", "13桁"),
        ("", "13桁"),
        ("70000203100001", "13桁"),
        ("700002031000a", "13桁"),
        ("一二三四五六七八九〇一二三", "13桁"),
    ],
)
def test_invalid_corporate_number_is_refused(typed, message):
    with pytest.raises(ValueError, match=message):
        normalise_corporate_number(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Office@Example.JP", "Office@example.jp"),
        ("ｏｆｆｉｃｅ＠ｅｘａｍｐｌｅ．ｊｐ", "office@example.jp"),
        (" a.b+c@mail.pref.tottori.lg.jp ", "a.b+c@mail.pref.tottori.lg.jp"),
        ("taro..hanako.@docomo.ne.jp", "taro..hanako.@docomo.ne.jp"),
    ],
)
def test_mail_address_is_stored_half_width_with_lower_case_domain(typed, stored):
    assert normalise_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "office",
        "office@",
        "@example.jp",
        "office@example",
        "office@@example.jp",
        "office@-example.jp",
        "office@example..jp",
        "office@example.jp.",
        ".office@example.jp",
        "a b@example.jp",
        "office@example.jp\r\nBcc: victim@example.com",
        "office@example.jp, other@example.jp",
        "名前@example.jp",
        "office@例え.jp",
        '"x"@example.jp',
        "a" * 65 + "@example.jp",
        "a@" + "b" * 64 + ".jp",
        "a@" + "b." * 126 + "jp",
    ],
)
def test_invalid_mail_address_is_refused(typed):
    with pytest.raises(ValueError, match="メールアドレス"):
        normalise_email(typed)


@given(st.text(max_size=40))
def test_any_text_raises_nothing_but_value_error(text):
    for normalise in (
        normalise_postal_code,
        normalise_phone,
        normalise_corporate_number,
        normalise_email,
    ):
        try:
            stored = normalise(text)
        except ValueError:
            continue
        assert normalise(stored) == stored
        assert stored.isascii()
