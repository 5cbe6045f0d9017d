"""Articles found by a word, whichever way its numbers are written: 第6条, 第６条, 第六条."""

import re
import unicodedata
from collections.abc import Sequence

_KANJI_NUMBER = re.compile("[〇一二三四五六七八九十百]+")
_DIGIT = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_UNIT = {"十": 10, "百": 100}


def folded(text: str) -> str:
    """Return the text without width, case, blanks and kanji numerals."""
    narrow = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _KANJI_NUMBER.sub(lambda match: str(_number(match.group())), narrow)


def has(text: str, words: Sequence[str]) -> bool:
    """Whether a folded text contains every folded word; 6条 is not contained in 16条."""
    return all(_pattern(word).search(text) for word in words)


def _pattern(word: str) -> re.Pattern[str]:
    before = r"(?<!\d)" if word[:1].isdigit() else ""
    after = r"(?!\d)" if word[-1:].isdigit() else ""
    return re.compile(before + re.escape(word) + after)


def _number(text: str) -> int:
    total = digits = 0
    for sign in text:
        if sign in _UNIT:
            total, digits = total + (digits or 1) * _UNIT[sign], 0
        else:
            digits = digits * 10 + _DIGIT[sign]
    return total + digits
