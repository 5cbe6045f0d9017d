"""An alias is recognised in common notations and never guessed."""

import pytest

from app.rules.cases.alias import normalise_alias


@pytest.mark.parametrize(
    "typed",
    ["K-PVG29Y", " k-pvg29y\n", "Ｋ－ＰＶＧ２９Ｙ", "ｋーｐｖｇ２９ｙ", "K−PVG29Y", "Kｰpvg29y"],
)
def test_common_notations_of_an_alias_are_recognised(typed: str) -> None:
    assert normalise_alias(typed) == "K-PVG29Y"


@pytest.mark.parametrize("typed", ["KPVG29Y", "K-PVG2 9Y", ""])
def test_ambiguous_input_is_not_guessed(typed: str) -> None:
    assert normalise_alias(typed) != "K-PVG29Y"
