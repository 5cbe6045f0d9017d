"""One word per thing: what pages, letters, papers and messages say, against translations/terms.csv."""

import csv
import re

import pytest

from tests.support.said import texts
from tests.support.source import ROOT


def terms() -> list[tuple[str, str]]:
    with (ROOT / "translations/terms.csv").open(encoding="utf-8", newline="") as file:
        return [(row["use"], row["avoid"]) for row in csv.DictReader(file)]


SAID = texts()


@pytest.mark.parametrize(("use", "avoid"), [pytest.param(*term, id=term[0]) for term in terms()])
def test_one_word_per_thing(use: str, avoid: str) -> None:
    wrong = re.compile(avoid)
    found = [f"{place}: {text}" for place, text in SAID if wrong.search(text)]
    assert not found, f"say 「{use}」"


def test_what_is_said_is_found() -> None:
    assert len(SAID) > 3000
