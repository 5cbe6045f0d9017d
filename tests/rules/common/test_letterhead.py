"""How a letter names its sender and whom to ask."""

from typing import Any

import pytest

from app.rules.common.letterhead import contact_lines, sender_lines
from app.rules.common.office_settings import (
    BY_KEY,
    DIVISION,
    OFFICE_SETTINGS,
    check,
    check_together,
)

DEFAULTS = {each.key: each.default for each in OFFICE_SETTINGS}


def values(**changes: Any) -> dict[str, Any]:
    return {**DEFAULTS, **changes}


def test_formal_letter_says_that_its_seal_is_omitted_unless_set_otherwise() -> None:
    assert sender_lines(values(), formal=True)[-1] == "（公印省略）"
    assert "（公印省略）" not in sender_lines(values(), formal=False)
    sealed = values(seal_note="blank", sender="鳥取県\n孤独・孤立対策課長")
    assert sender_lines(sealed, formal=True) == ("鳥取県", "孤独・孤立対策課長")


def test_contact_names_the_division_of_the_bylaws_and_what_is_known_besides() -> None:
    assert contact_lines(values()) == (DIVISION,)
    known = values(contact_person="鳥取", phone="0857-26-7111", fax="0857-26-7112")
    assert contact_lines(known) == (
        DIVISION,
        "担当　鳥取",
        "電話　0857-26-7111",
        "FAX　0857-26-7112",
    )


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("phone", "０８５７−２６−７１１１", "0857-26-7111"),
        ("fax", "0857267112", "0857-26-7112"),
        ("email", "ｐｆ＠Example.JP", "pf@example.jp"),
        ("phone", "", ""),
        ("sender", " 部\r\n課長 ", "部\n課長"),
        ("numbering", "typed", "typed"),
    ],
)
def test_values_are_stored_in_one_form(key: str, typed: str, stored: str) -> None:
    assert check(BY_KEY[key], typed) == stored


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("phone", "7111", "「電話」：電話番号"),
        ("fax", "FAXなし", "「FAX」：電話番号・FAX番号"),
        ("email", "pf@", "「メール」：メールアドレス"),
        ("sender", "　", "「発信者」を入力"),
        ("contact_office", "", "「問合せ先の担当課」を入力"),
        ("contact_person", "あ" * 61, "「問合せ先の担当者」：60文字以内"),
        ("address", "一\n二", "改行は使えません"),
        ("numbering", "wild", "「番号の付け方」を選んで"),
    ],
)
def test_faulty_value_is_refused_in_words(key: str, typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check(BY_KEY[key], typed)


def test_counted_numbers_need_the_sign_of_the_office() -> None:
    with pytest.raises(ValueError, match="文書記号"):
        check_together(values(numbering="counted"))
    check_together(values(numbering="counted", number_sign="孤独孤立"))
    check_together(values(numbering="typed"))
