"""Addresses in normal form for comparison; they are stored as entered."""

import re
import unicodedata

_NUMERALS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile("[一二三四五六七八九十〇]+(?=丁目|番地|番|号)")
_HYPHENS = re.compile("[-‐-―−─━ー]")
_BETWEEN = re.compile("(?<=[0-9])(?:丁目|番地の|番地|番|号|の(?=[0-9]))")


def _number(text: str) -> str:
    """Convert a kanji numeral: 二十一 → 21, 二〇 → 20."""
    if "十" not in text:
        return str(int("".join(str(_NUMERALS[sign]) for sign in text)))
    tens, _, ones = text.partition("十")
    if "十" in ones:
        return text
    high = int(_number(tens)) if tens else 1
    return str(high * 10 + (int(_number(ones)) if ones else 0))


def normal_address(text: str) -> str:
    """Return 鳥取市東町1-220 for 鳥取県鳥取市東町一丁目２２０番地.

    Folds width, every hyphen, 丁目・番地・号 and the kanji numerals before them; drops the
    prefecture, a postal code and spaces. Returns "" for an address without a number: it identifies
    no building.
    """
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    narrow = re.sub("^〒?[0-9]{3}-?[0-9]{4}(?![0-9])", "", _HYPHENS.sub("-", narrow))
    narrow = unicodedata.normalize("NFKC", narrow.removeprefix("鳥取県").casefold())
    digits = _KANJI_NUMBER.sub(lambda match: _number(match.group()), narrow)
    joined = re.sub("-+", "-", _BETWEEN.sub("-", digits))
    joined = re.sub("-(?![0-9])", "", joined)
    return joined if re.search("[0-9]", joined) else ""
