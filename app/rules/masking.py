"""Names of persons are masked in what the public reads (●●); names of members stay."""

import re
from collections.abc import Iterable

MASK = "●●"
_TITLE = re.compile(r".*(長|事|員|師|士|官|役|任|係|代理|補佐|監|主査|主幹|教授|様|氏)$")
_SHORTEST = 2


def masked(text: str, persons: Iterable[str], kept: Iterable[str]) -> str:
    """The text without the persons' names.

    persons: as they were entered (「課長 山田 太郎」): the title stays, and the name goes with or
    without blanks in it, and each of its parts. kept: names in which nothing is masked (鳥取県弁護士会).
    """
    pattern = _pattern(persons, kept)
    return pattern.sub(lambda found: found["kept"] or MASK, text) if pattern else text


def unmasked(text: str, persons: Iterable[str], kept: Iterable[str]) -> list[str]:
    """The names of persons that the text still holds, each once, in their order."""
    pattern = _pattern(persons, kept)
    found = pattern.finditer(text) if pattern else ()
    return list(dict.fromkeys(match[0] for match in found if not match["kept"]))


def _pattern(persons: Iterable[str], kept: Iterable[str]) -> re.Pattern[str] | None:
    names = {form for person in persons for form in _forms(person)}
    if not names:
        return None
    # "[ 　]?" between two signs, so that 山田太郎 is found as 山田　太郎 too.
    loose = ("[ 　]?".join(map(re.escape, name)) for name in _longest_first(names))
    kept_ones = "|".join(map(re.escape, _longest_first({name for name in kept if name})))
    return re.compile(f"(?P<kept>{kept_ones or '(?!)'})|{'|'.join(loose)}")


def _forms(person: str) -> set[str]:
    parts = [part for part in person.split() if not _TITLE.match(part)]
    return {form for form in ("".join(parts), *parts) if len(form) >= _SHORTEST}


def _longest_first(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))
