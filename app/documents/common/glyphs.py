"""Glyph coverage of the shipped fonts, and substitutes for missing characters."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

from app.rules.common.text import BIDI, LINE_BREAKS

FONTS = Path(__file__).parents[1] / "fonts"
GETA = "〓"
"""Geta (下駄): what Japanese printers set in place of missing type."""

# They join or vary the preceding character and need no glyph of their own.
_JOINERS = frozenset("\u200c\u200d")
_DROPPED = frozenset("\ufeff\u200b\u2060\u00ad\r")


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    lines = (FONTS / "coverage.txt").read_text(encoding="ascii").splitlines()
    pairs = [tuple(int(number, 16) for number in line.split()) for line in lines]
    return tuple(first for first, _ in pairs), tuple(last for _, last in pairs)


def covered(sign: str) -> bool:
    """Whether one of the fonts has a glyph for the character."""
    firsts, lasts = _ranges()
    code = ord(sign)
    found = bisect_right(firsts, code) - 1
    return found >= 0 and code <= lasts[found]


def _is_variation_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _shown(sign: str) -> str:
    if sign == "\t":
        return " "
    # Checked first: some fonts list them although a PDF may not contain them.
    if sign in BIDI or sign in _DROPPED or (unicodedata.category(sign) == "Cc" and sign != "\n"):
        return ""
    if covered(sign) or sign == "\n" or sign in _JOINERS or _is_variation_selector(sign):
        return sign
    unified = unicodedata.normalize("NFC", sign)  # of a compatibility ideograph
    if unified != sign and all(map(covered, unified)):
        return unified
    return f"{GETA}(U+{ord(sign):04X})"


def printable(text: str) -> str:
    """Return the text in characters that the fonts can show.

    Every line break becomes a newline, a tab a space; control and bidirectional characters are
    dropped. A character without a glyph becomes 〓 with its code point, to identify it by.
    """
    for line_break in LINE_BREAKS:
        text = text.replace(line_break, "\n")
    return "".join(map(_shown, text))
