"""Old and new text side by side (新旧対照表), article by article."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from app.rules.regulations.regulation_text import article_lines


class Piece(NamedTuple):
    """A run of text, and whether it differs from the other side."""

    text: str
    changed: bool


class Change(NamedTuple):
    """One changed article. A side is empty if that version lacks the article."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return the changes in the order of the new text; deleted articles keep their position."""
    before, after = dict(_parts(old)), dict(_parts(new))
    order = list(after)
    for place, key in enumerate(before):
        if key not in after:
            earlier = [each for each in list(before)[:place] if each in order]
            order.insert(order.index(earlier[-1]) + 1 if earlier else 0, key)
    changes = []
    for key in order:
        was, becomes = before.get(key, ""), after.get(key, "")
        if was != becomes:
            old_pieces, new_pieces = _pieces(was, becomes)
            label = (becomes or was).split("\n", 1)[0]
            changes.append(Change(label, old_pieces, new_pieces))
    return changes


def _parts(text: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, chapter in enumerate(text["chapters"]):
        if chapter["label"]:
            yield f"chapter {number}", f"{chapter['label']}　{chapter['title'] or ''}"
        for article in chapter["articles"]:
            yield article["anchor"], "\n".join(article_lines(article))
    for part in text["supplementary"]:
        lines = [line for article in part["articles"] for line in article_lines(article)]
        yield part["anchor"], "\n".join([part["label"], *lines])
    for annex in text["annexes"]:
        yield annex["anchor"], "\n".join([annex["label"], *annex["lines"]])


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if not old or not new:
        return (Piece(old, True),) if old else (), (Piece(new, True),) if new else ()
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append(Piece(old[a:b], kind != "equal"))
        if d > c:
            right.append(Piece(new[c:d], kind != "equal"))
    return tuple(left), tuple(right)
