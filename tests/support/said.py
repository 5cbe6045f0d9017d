"""Everything Japanese that the product says: pages, letters, papers, messages."""

import ast
import re
from collections.abc import Iterator

from babel.messages.pofile import read_po

from tests.support.source import ROOT, python_files, tracked_files, tree

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
CATALOGUE = ROOT / "translations/ja_JP/LC_MESSAGES/messages.po"
SPOKEN_BY_OTHERS = (
    "rules/roster/",
    "rules/membership/foreign_headings",
    "rules/membership/kind_words",
    "rules/meeting/mail",
    "rules/common/normalise",
)
"""Modules that read what others write, in their words."""


def texts() -> list[tuple[str, str]]:
    """Return everything Japanese that the product says: (place, text)."""
    return [*_of_catalogue(), *_of_code(), *_of_texts()]


def _of_catalogue() -> Iterator[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="ja_JP"):
            if message.id:
                yield str(message.id)[:60], str(message.string)


def _of_code() -> Iterator[tuple[str, str]]:
    for file in python_files("app"):
        place = str(file.relative_to(ROOT))
        if any(part in place for part in SPOKEN_BY_OTHERS):
            continue
        found = tree(file)
        silent = {
            id(node.value) for node in ast.walk(found) if isinstance(node, ast.Expr)
        }  # docstrings
        for node in ast.walk(found):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in silent
                and JAPANESE.search(node.value)
            ):
                yield f"{place}:{node.lineno}", node.value


def _of_texts() -> Iterator[tuple[str, str]]:
    for file in tracked_files():
        place = str(file.relative_to(ROOT))
        if place.startswith("app/") and file.suffix in (".html", ".typ", ".txt", ".toml"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if JAPANESE.search(line):
                    yield f"{place}:{number}", line
