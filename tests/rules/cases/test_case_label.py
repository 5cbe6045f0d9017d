"""An alias is recognised in common notations and never guessed."""

import pytest

from app.rules.cases.alias import normalise_alias
from app.rules.council.council import contains_case_alias

DASHES = "-－ー‐‑‒–—―−─━﹣〜～~ｰ一⸺゠"


@pytest.mark.parametrize(
    "typed",
    ["K-PVG29Y", " k-pvg29y\n", "Ｋ－ＰＶＧ２９Ｙ", "ｋーｐｖｇ２９ｙ", "K−PVG29Y", "Kｰpvg29y"],
)
def test_common_notations_of_an_alias_are_recognised(typed: str) -> None:
    assert normalise_alias(typed) == "K-PVG29Y"


@pytest.mark.parametrize("typed", ["KPVG29Y", "K-PVG2 9Y", ""])
def test_ambiguous_input_is_not_guessed(typed: str) -> None:
    assert normalise_alias(typed) != "K-PVG29Y"


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("wide", [False, True])
def test_alias_is_found_in_a_text_with_any_dash_and_width(dash: str, wide: bool) -> None:
    alias = f"K{dash}7H2MPX"
    typed = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in alias)
    assert contains_case_alias(f"その件（{typed if wide else alias}）について")
    assert normalise_alias(typed) == "K-7H2MPX"


@pytest.mark.parametrize("text", ["ヨーK-POPの会", "電話 0857-26-7000", "AK-7H2MPかな", "K 7H2MPX"])
def test_other_texts_contain_no_alias(text: str) -> None:
    assert not contains_case_alias(text)
