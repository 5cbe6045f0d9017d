"""The columns of somebody else's table, mapped to the columns that we read (列の割当て).

A user of this module declares its targets: key, name, synonyms. The headings of a file are then
compared with them; a person corrects the guess, leaves columns out, and fills in one value for a
whole column that the file lacks.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SKIP = ""
"""The key of a column that is not read."""
MOST_HEADING_LINES = 2
SEARCHED_LINES = 20
_BRACKETED = re.compile(r"[(\[{〔【〈《「『<][^)\]}〕】〉》」』>]*[)\]}〕】〉》」』>]")
_SIGNS = re.compile(r"[\s　・,，、。:：;／/_\-‐－―ー()\[\]{}〔〕【】〈〉《》「」『』<>*※●○◎■□★☆]+")
_NUMBERED = re.compile(r"^(?:[①-⑳]|[0-9]{1,2}[.)．])")
_PROSE = 40
"""Longer cells are no headings."""


@dataclass(frozen=True)
class Target:
    """A column that we read. synonyms: other headings for it, the most certain first."""

    key: str
    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    """Whether the table is of little use without it."""
    choices: tuple[str, ...] = ()
    """The words that a value may be, for filling in; empty for free text."""


@dataclass(frozen=True)
class Layout:
    """Where a table stands in a file, and what its columns are."""

    sheet: int = 0
    heading_line: int = 1
    """The number of the first line of the headings, from 1."""
    heading_lines: int = 1
    columns: tuple[str, ...] = ()
    """A target's key for each column of the file, SKIP for one that is not read."""
    filled: Mapping[str, str] = field(default_factory=dict)
    """The one value of every row, for targets without a column."""

    @property
    def first_row(self) -> int:
        """The number of the first line below the headings."""
        return self.heading_line + self.heading_lines


def folded(heading: str) -> str:
    """Return a heading without blanks, line breaks, signs, width and number in front."""
    narrow = unicodedata.normalize("NFKC", _NUMBERED.sub("", heading.strip()))
    return _SIGNS.sub("", narrow).casefold()


def _bare(heading: str) -> str:
    """Return a heading folded without what stands in brackets: notes, units."""
    plain = unicodedata.normalize("NFKC", _NUMBERED.sub("", heading.strip()))
    return folded(_BRACKETED.sub("", plain))


def fingerprint(headings: Iterable[str]) -> str:
    """Return the same text for the same set of headings, in whatever order they stand."""
    known = sorted({folded(heading) for heading in headings} - {""})
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the headings of one or two lines; a merged cell of the upper one covers its columns.

    Only its first cell holds a merged cell's text: it is carried on over empty cells that have a
    heading below.
    """
    width = max((len(line) for line in lines), default=0)
    padded = [[*line, *([""] * (width - len(line)))] for line in lines]
    if len(padded) < MOST_HEADING_LINES:
        return [cell.strip() for cell in (padded[0] if padded else [])]
    found, above = [], ""
    for upper, lower in zip(padded[0], padded[1], strict=True):
        if upper.strip():
            above = upper.strip() if lower.strip() else ""
            found.append(" ".join(part for part in (upper.strip(), lower.strip()) if part))
        else:
            found.append(f"{above} {lower.strip()}".strip() if lower.strip() else "")
    return found


def find_headings(
    lines: Sequence[tuple[int, Sequence[str]]], targets: Sequence[Target]
) -> tuple[int, int]:
    """Return number and count of the heading lines among a sheet's first lines.

    The line that names most targets; of equal ones the one with more cells, then the first. A
    second line belongs to it where both together name more than the first alone.
    """
    best, found = (0, 0), (lines[0][0] if lines else 1, 1)
    for place, (number, cells) in enumerate(lines[:SEARCHED_LINES]):
        named = _named(joined([cells]), targets)
        score = (named, min(sum(1 for cell in cells if 0 < len(cell.strip()) <= _PROSE), 8))
        if score > best and (named or not best[0]):
            best, found = score, (number, 1)
        following = lines[place + 1 : place + 2]
        if following and following[0][0] == number + 1 and _are_two_lines(cells, following[0][1]):
            both = _named(joined([cells, following[0][1]]), targets)
            if both > max(named, _named(joined([following[0][1]]), targets), best[0]):
                best, found = (both, score[1]), (number, 2)
    return found


def _are_two_lines(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a line may be the lower part of headings: short words, at least one under another."""
    below = [cell for cell in lower if cell.strip()]
    return bool(below) and all(
        len(cell) <= _PROSE and not re.search(r"[0-9０-９]{3}", cell) for cell in below
    )


def _named(headings: Sequence[str], targets: Sequence[Target]) -> int:
    return sum(1 for key in guess(headings, targets) if key)


def guess(headings: Sequence[str], targets: Sequence[Target]) -> list[str]:
    """Return a key for each heading, SKIP for an unknown one; no key twice.

    A heading in full wins over one without its brackets, that over a part of a two-line heading; a
    target's name wins over its synonyms, in their order.
    """
    keys = [SKIP] * len(headings)
    given: set[str] = set()
    readings = (
        [{folded(heading)} for heading in headings],
        [{_bare(heading)} for heading in headings],
        [{_bare(part) for part in heading.split(" ")} for heading in headings],
    )
    for forms in readings:
        wanted = [
            (rank, order, target.key, folded(word))
            for order, target in enumerate(targets)
            for rank, word in enumerate((target.name, *target.synonyms))
        ]
        for _rank, _order, key, word in sorted(wanted):
            if key in given:
                continue
            for place, form in enumerate(forms):
                if keys[place] == SKIP and word in form:
                    keys[place] = key
                    given.add(key)
                    break
    return keys


def assigned(headings: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Return what to remember of a mapping: folded heading → key, the skipped ones too."""
    return {
        folded(heading): key
        for heading, key in zip(headings, columns, strict=False)
        if folded(heading)
    }


def recalled(
    headings: Sequence[str], remembered: Mapping[str, str], targets: Sequence[Target]
) -> list[str]:
    """Return the columns as remembered, without keys that are no target any more."""
    known, given, keys = {target.key for target in targets}, set(), []
    for heading in headings:
        key = remembered.get(folded(heading), SKIP)
        key = key if key in known and key not in given else SKIP
        given.add(key)
        keys.append(key)
    return keys


def lacking(
    targets: Iterable[Target], columns: Iterable[str], filled: Mapping[str, str]
) -> list[Target]:
    """Return the required targets that have neither a column nor a value for all rows."""
    there = {key for key in columns if key} | {key for key, text in filled.items() if text.strip()}
    return [target for target in targets if target.required and target.key not in there]


def twice(columns: Iterable[str]) -> set[str]:
    """Return the keys that more than one column has."""
    keys = [key for key in columns if key]
    return {key for key in keys if keys.count(key) > 1}
