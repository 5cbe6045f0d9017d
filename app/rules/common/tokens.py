"""Texts and queries as the search compares them, and the pieces of them that its index holds.

A text is found by any part of it, from one character on, whatever its width, case, kana, variant
kanji and legal form (naming.py). The index knows which texts hold all characters and pairs of a
query; comparing the texts themselves decides, so that both databases find the same.

A number of fewer than four digits is found as a whole: 6条 does not stand in 16条. For this the
numbers of a text stand between two marks. Of a longer one, such as a telephone number, a part does.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.rules.common.addresses import normal_address
from app.rules.common.naming import word_form

MARK = "‖"
"""Beside a number; as punctuation it is dropped from every text."""
PART_OF_NUMBER = 4
"""Digits from which on a part of a number is searched for."""
MOST_WORDS = 20
"""Words of one query that are read."""
_DIGITS = re.compile(r"\d+")
_KANJI_NUMBER = re.compile("[〇一二三四五六七八九十百]+")
_DIGIT = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_UNIT = {"十": 10, "百": 100}
_CLUSTER = re.compile("(?s:.)[\uff9e\uff9f\u3099\u309a]*")
"""A character with the sound marks that may follow it as characters of their own."""
_LONG_AHEAD = re.compile(rf"^{MARK}(?=\d{{{PART_OF_NUMBER}}})")
_LONG_BEHIND = re.compile(rf"(?<=\d{{{PART_OF_NUMBER}}}){MARK}$")


def words(text: str) -> list[str]:
    """Return the words of a query, each of which has to be found; a telephone number is one."""
    narrow = unicodedata.normalize("NFKC", text)
    if all(sign.isdigit() or unicodedata.category(sign)[0] in "ZP" for sign in narrow):
        return ["".join(narrow.split())] if narrow.split() else []
    return text.split()[:MOST_WORDS]


def form(text: str) -> str:
    """Return the text as it is compared, "" where nothing of it is."""
    return _DIGITS.sub(rf"{MARK}\g<0>{MARK}", word_form(text))


def text_of(parts: Sequence[str]) -> str:
    """Return what an entry of the index is found by: its parts, beginning with the first."""
    return " ".join(dict.fromkeys(filter(None, map(form, parts))))


def forms(word: str) -> tuple[str, ...]:
    """Return the forms of a word of a query, one of which has to be found; () for none."""
    notations = map(form, (word, with_digits(word), spoken_address(word)))
    found = (_LONG_BEHIND.sub("", _LONG_AHEAD.sub("", each)) for each in notations)
    return tuple(dict.fromkeys(filter(None, found)))


def pieces(text: str) -> Sequence[str]:
    """Return the characters and pairs of adjoining characters of a text for the index, each once."""
    pairs = (text[place : place + 2] for place in range(len(text) - 1))
    return sorted({each for each in (*text, *pairs) if " " not in each})


def needed(form: str) -> Sequence[str]:
    """Return the pieces that every text has in which the form stands."""
    return sorted({form[place : place + 2] for place in range(len(form) - 1)} or {form})


def with_digits(text: str) -> str:
    """Return the text with its kanji numerals as digits: 第15条 for 第十五条."""
    return _KANJI_NUMBER.sub(lambda match: str(_number(match.group())), text)


def spoken_address(text: str) -> str:
    """Return the address in one notation: 鳥取市東町1の220; "" without two numbers."""
    address = normal_address(text)
    return address.replace("-", "の") if "-" in address else ""


def hits(text: str, forms: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the text in parts, each with whether one of the forms of the query stands there."""
    folded, places = "", list[tuple[int, int]]()
    for cluster in _CLUSTER.finditer(text):
        sign = _folded(cluster.group())
        folded += sign
        places += [cluster.span()] * len(sign)
    end = 0
    pattern = "|".join(map(_pattern, sorted(forms, key=len, reverse=True)))
    for match in re.finditer(pattern, folded) if pattern else ():
        start, stop = places[match.start()][0], places[match.end() - 1][1]
        if start >= end:
            yield text[end:start], False
            yield text[start:stop], True
            end = stop
    yield text[end:], False


@lru_cache(4096)
def _folded(sign: str) -> str:
    return word_form(sign)


def _pattern(form: str) -> str:
    before = r"(?<!\d)" if form.startswith(MARK) else ""
    after = r"(?!\d)" if form.endswith(MARK) else ""
    return before + re.escape(form.replace(MARK, "")) + after


def _number(text: str) -> int:
    total = digits = 0
    for sign in text:
        if sign in _UNIT:
            total, digits = total + (digits or 1) * _UNIT[sign], 0
        else:
            digits = digits * 10 + _DIGIT[sign]
    return total + digits
