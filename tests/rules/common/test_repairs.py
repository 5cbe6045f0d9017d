"""Numbers that a spreadsheet damaged."""

import pytest

from app.rules.common import repairs
from app.rules.common.identifiers import (
    normalise_corporate_number,
    normalise_phone,
    normalise_postal_code,
)

PHONES = [
    ("857267111", "0857-26-7111"),
    ("857-26-7111", "0857-26-7111"),
    ("9012345678", "090-1234-5678"),
    ("857267111.0", "0857-26-7111"),
    ("0857-26-7111（代表）", "0857-26-7111"),
    ("TEL：0857-26-7111", "0857-26-7111"),
]


@pytest.mark.parametrize(("text", "read"), PHONES)
def test_phone_gets_its_zero_back_and_loses_words(text: str, read: str) -> None:
    repaired = repairs.phone(text)
    assert normalise_phone(repaired.text) == read
    assert ("先頭の0" in repaired.note) == text[0].isdigit() * (text[0] != "0")


def test_postal_code_gets_its_zero_back() -> None:
    assert normalise_postal_code(repairs.postal_code("600001").text) == "060-0001"
    assert repairs.postal_code("680-0011") == ("680-0011", "")


def test_corporate_number_is_repaired_or_explained() -> None:
    whole = "7000020310000"
    assert normalise_corporate_number(repairs.corporate_number(f"{whole}.0").text) == whole
    with pytest.raises(ValueError, match=f"検査用数字を付けた番号は {whole}"):
        repairs.corporate_number(whole[1:])
    for damaged in ("7.00002E+12", "8.57267E+8"):
        with pytest.raises(ValueError, match="桁が失われた"):
            (repairs.corporate_number if damaged.endswith("12") else repairs.phone)(damaged)
