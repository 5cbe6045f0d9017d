"""A label is taken as it is meant, and as nothing else."""

import pytest

from app.rules.cases.label import as_label


@pytest.mark.parametrize(
    "typed",
    ["K-PVG29Y", " k-pvg29y\n", "Ｋ－ＰＶＧ２９Ｙ", "ｋーｐｖｇ２９ｙ", "K−PVG29Y", "Kｰpvg29y"],
)
def test_what_is_meant_is_taken(typed: str) -> None:
    assert as_label(typed) == "K-PVG29Y"


@pytest.mark.parametrize("typed", ["KPVG29Y", "K-PVG2 9Y", ""])
def test_nothing_is_guessed(typed: str) -> None:
    assert as_label(typed) != "K-PVG29Y"
