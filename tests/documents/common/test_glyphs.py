"""Every character that can be entered has a glyph or a descriptive substitute."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from app.documents.common.glyphs import FONTS, covered, printable
from app.documents.common.typesetting import TEMPLATES

PRIVATE_USE = "Co"


def font_files():
    return sorted([*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")])


def characters(file):
    with TTFont(file) as font:
        return set(font.getBestCmap())


def family(file):
    with TTFont(file) as font:
        return font["name"].getDebugName(1)


def test_character_list_matches_the_fonts():
    in_fonts = set().union(*map(characters, font_files()))
    assert {code for code in range(0x110000) if covered(chr(code))} == in_fonts


def test_bold_covers_the_same_characters_as_regular():
    regular, bold = (
        characters(FONTS / f"BIZUDGothic-{weight}.ttf") for weight in ("Regular", "Bold")
    )
    assert regular == bold


def test_templates_name_every_shipped_font():
    base = (TEMPLATES / "base.typ").read_text(encoding="utf-8")
    assert all(f'"{family(file)}"' in base for file in font_files())


def test_fonts_include_their_licence_and_stay_small():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in font_files()) < 12 * 2**20


@pytest.mark.parametrize("charset", ["cp932", "euc_jis_2004", "euc_jp"])
def test_every_character_of_the_japanese_charsets_is_covered(charset):
    lacking = []
    for code in range(0x20, 0x30000):
        sign = chr(code)
        if unicodedata.category(sign) in (PRIVATE_USE, "Cc", "Cs", "Mn"):
            continue
        try:
            sign.encode(charset)
        except UnicodeEncodeError:
            continue
        if not covered(sign):
            lacking.append(sign)
    assert lacking in ([], ["⦅", "⦆"])


@pytest.mark.parametrize(
    "sign", [*"⺠𠮷髙﨑邉邊神祥㐂鷗𩸽①㈱㍿℡〓♡♪☎✓😀한글Жệ〜～－−‐―…‥·・〇々ヶ゛゜ヴ㌔㎡"]
)
def test_symbols_and_variants_common_in_names_are_covered(sign):
    assert printable(sign) == sign


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("nul\0 bell\a", "nul bell"),
        ("\u202eabc\u2066", "abc"),
        ("各\u200b々\ufeff", "各々"),
        ("外字\ue000", "外字〓(U+E000)"),
        ("ไ", "〓(U+0E44)"),
        ("半分\ud842", "半分〓(U+D842)"),
        ("\U0010ffff", "〓(U+10FFFF)"),
        ("辻\U000e0100", "辻\U000e0100"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_characters_without_glyph_are_dropped_or_described(typed, shown):
    assert printable(typed) == shown


@given(st.text(st.characters()))
def test_printable_is_idempotent(text):
    once = printable(text)
    assert printable(once) == once


@given(st.text(st.characters(codec="euc_jp", exclude_categories=("Cc",), exclude_characters="¥‾")))
def test_ordinary_japanese_text_is_unchanged(text):
    assert printable(text) == text
