"""Masking of persons' names in public texts (●●); members' names stay."""

import re
from collections.abc import Iterable, Iterator

from app.rules.meeting.titles import HONORIFICS, OFFICES, SPOKEN, is_ordinary

MASK = "●●"
_SHORTEST = 2
_KEPT = "事務局"
_SIGN = "㐀-鿿豈-﫿\U00020000-\U0003ffff々〆〇ァ-ヺー\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Characters of surnames: kanji and katakana, not hiragana, which is too common in other words."""


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; without words it matches nothing."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(ordered) or '(?!)'})"


_TITLE = _any((*HONORIFICS, *SPOKEN)) + "(?!会|級|職|名|式|子|々|相|態|者|的|いん)"
"""Only where it is a title: not in 委員会, 代表者, 氏名, 様式, さんいん."""
_CALLED = re.compile(f"{_any(HONORIFICS)}$")
_LIKE_AN_OFFICE = re.compile("(?<=..)[士師長事任]$")
"""介護福祉士, but also 田中康士: taken for a title if the entry has another name."""
_IN_OFFICE = re.compile(f"(.*?)(?:{_any(OFFICES)}|(?<=..)[監官員役係])")


def masked(text: str, persons: Iterable[str], kept: Iterable[str]) -> str:
    """Return the text without the persons' names, and without any other surname before a title.

    persons: as entered (「課長 山田 太郎」): the title stays; the name, with or without spaces, and
    each of its parts are masked. Of other persons, up to three characters directly before a title
    (「田中委員」) are masked unless they are an ordinary word (「福祉課長」).
    kept: names in which nothing is masked (鳥取県弁護士会).
    """
    pattern = _pattern(persons, kept)
    while spans := list(_spans(pattern, text)):  # several passes: 山田林委員
        for start, end in reversed(spans):
            text = text[:start] + MASK + text[end:]
    return text


def find_unmasked(text: str, persons: Iterable[str], kept: Iterable[str]) -> list[str]:
    """Return what `masked` would mask in the text, each once, in order of appearance."""
    spans = _spans(_pattern(persons, kept), text)
    return list(dict.fromkeys(text[start:end] for start, end in spans))


def named(text: str, persons: Iterable[str], kept: Iterable[str]) -> list[str]:
    """Return only the persons' names to mask, without words that merely resemble a surname."""
    matches = _pattern(persons, kept).finditer(text)
    return list(dict.fromkeys(match[0] for match in matches if match.lastgroup == "name"))


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if match.lastgroup == "name" or (match.lastgroup == "head" and not is_ordinary(match[0])):
            yield match.span()


def _pattern(persons: Iterable[str], kept: Iterable[str]) -> re.Pattern[str]:
    names = [_parts(person) for person in persons]
    # "[ 　]?" between two characters, so that 山田太郎 also matches 山田　太郎.
    forms = ["[ 　]?".join(map(re.escape, form)) for parts in names for form in _forms(parts)]
    surnames = [_before_title(surname) for parts in names for surname in _surnames(parts)]
    kept_ones = [re.escape(name) for name in (*kept, _KEPT) if name]
    begins = _any((f"(?<![{_SIGN}])", *(f"(?<={name})" for name in kept_ones)))
    return re.compile(
        f"(?P<kept>{_any(kept_ones)})|(?P<name>{_any((*forms, *surnames))})"
        f"|(?P<head>(?:{begins}[{_SIGN}]{{1,3}}?|(?<!\\w)[ぁ-ゖー]{{2,3}}?)(?={_TITLE}))"
    )


def _before_title(surname: str) -> str:
    """Return a pattern; one character is a name only at a word's start: 林 not in 小林委員."""
    begins = f"(?<![{_SIGN}])" if len(surname) < _SHORTEST else ""
    return f"{begins}{re.escape(surname)}(?={_TITLE})"


def _parts(person: str) -> list[str]:
    """Return the name parts of an entry: 課長 山田 太郎様, 山田課長."""
    words = [word for each in person.split() if (word := _CALLED.sub("", each))]
    names = [word for word in words if not (_IN_OFFICE.fullmatch(word) or is_ordinary(word))]
    if names:
        return [name for name in names if not _LIKE_AN_OFFICE.search(name)] or names
    heads = [found[1] for word in words if (found := _IN_OFFICE.fullmatch(word))]
    return [head for head in heads if 0 < len(head) < 4 and not is_ordinary(head)]


def _forms(parts: list[str]) -> set[str]:
    """Return the names in stand-alone form; 課長山田太郎 also without its title."""
    titles = ("委員", *OFFICES)
    bare = {part.split(title, 1)[1] for part in parts for title in titles if title in part}
    forms = {"".join(parts), *parts, *bare}
    return {form for form in forms if len(form) >= _SHORTEST and form.strip(MASK)}


def _surnames(parts: list[str]) -> set[str]:
    """Return the possible surnames before a title. Where 山田太郎's surname ends is unknown."""
    if len(parts) > 1:
        return {parts[0]}
    return {part[:end] for part in parts for end in (1, 2, 3) if not is_ordinary(part[:end])}
