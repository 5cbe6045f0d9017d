"""サポーター証: one page, all of it readable, whatever the name's length."""

from dataclasses import replace
from datetime import date

import pytest

from app.documents.support import supporter_card
from app.documents.support.supporter_card import SupporterCard
from tests.documents.papers import MARKUP, NAMES, missing_glyphs, pages_of, text_of

CARD = SupporterCard(
    name="因幡　はる",
    kana="イナバ　ハル",
    number="R8-0001",
    kind="とっとり孤独・孤立サポーター",
    appointed_on=date(2026, 11, 29),
    until=date(2028, 11, 28),
    area=["鳥取市", "岩美町"],
)


def test_card_says_who_until_when_and_where() -> None:
    words = text_of(supporter_card.pdf(CARD))
    for said in ("因幡はる", "R8-0001", "令和10年11月28日", "鳥取市、岩美町", "鳥取県"):
        assert said in words
    endless = supporter_card.pdf(replace(CARD, until=None))
    assert "有効期限" not in text_of(endless)


@pytest.mark.parametrize("name", [NAMES, MARKUP, "長" * 60])
def test_any_name_fits_on_one_page(name: str) -> None:
    everywhere = [f"市町村{number}" for number in range(20)]
    made = supporter_card.pdf(replace(CARD, name=name, kana=name, area=everywhere))
    assert pages_of(made) == 1 and missing_glyphs(made) == 0
    assert "市町村19" in text_of(made)
