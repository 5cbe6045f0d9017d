"""Permitted characters and length of entered text.

Refused are control characters, bidirectional controls, private-use characters (外字) and
unpaired surrogates; a single line has no line break, so it is safe in a mail header. Length is
counted in characters after composing. A text in which nothing can be seen is none.

Text is composed (か + ゛ → が) as by NFC, except that compatibility ideographs stay as typed: NFC
swaps 塚 (U+FA10) and the like for another shape, which somebody's name is not written with. They
are folded for comparing only (naming.py, addresses.py).
"""

import re
import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
MOST_MARKS = 100
"""Combining marks in a row; no living script needs more than a few."""
_UNSEEN = ("Cf", "Mn", "Me")
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SWAPPED_BY_NFC = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_COMPOSABLE = re.compile(f"[^{_SWAPPED_BY_NFC}]+")
LINE_BREAKS = ("\r\n", "\r", "\u0085", "\u000b", "\u000c", "\u2028", "\u2029")


def _refuse_signs(text: str) -> None:
    if text.isprintable():  # the usual case; excludes every character refused below
        return
    for sign in text:
        category = unicodedata.category(sign)
        code = f"U+{ord(sign):04X}"
        if category == "Co":
            raise ValueError(f"外字（{code}）は使えません。ほかの文字に置き換えてください。")
        if sign in BIDI or category in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE:
            raise ValueError(f"使えない制御文字（{code}）が含まれています。消してください。")


def _checked(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"{limit}文字以内で入力してください（今は{len(text)}文字です）。")
    _refuse_signs(text.replace("\n", "").replace("\t", ""))
    return "" if is_blank(text) else text


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing; a mark alone marks nothing."""
    return all(
        unicodedata.category(sign) in _UNSEEN or sign in _BLANK_LETTERS or sign.isspace()
        for sign in text
    )


def unstacked(text: str) -> str:
    """Return the text with at most MOST_MARKS in a row: composing more takes quadratic time."""
    if len(text) <= MOST_MARKS or text.isascii():
        return text
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def composed(text: str) -> str:
    """Return the text in NFC, its compatibility ideographs as typed.

    Raises ValueError, in Japanese, for marks heaped upon one sign.
    """
    if unstacked(text) != text:
        raise ValueError("一つの文字に付いた記号が多すぎます。消してください。")
    return _COMPOSABLE.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def single_line(text: str, *, limit: int) -> str:
    """Return the composed text on one line, stripped of outer line breaks, with tabs as spaces.

    Raises ValueError, in Japanese, for a line break inside, a refused character and more than
    `limit` characters.
    """
    line = composed(text.translate(_DROPPED)).replace("\t", " ").strip()
    if any(line_break in line for line_break in ("\n", *LINE_BREAKS)):
        raise ValueError("改行は使えません。1行で入力してください。")
    return _checked(line, limit)


def multi_line(text: str, *, limit: int) -> str:
    """Return the composed text, stripped, with every line break as a newline.

    Raises ValueError, in Japanese, for a refused character and more than `limit` characters.
    """
    lines = composed(text.translate(_DROPPED))
    for line_break in LINE_BREAKS:
        lines = lines.replace(line_break, "\n")
    return _checked(lines.strip(), limit)
