"""Detection of untranslatable text in templates."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MACRO = re.compile(r"\{%-? macro .*?endmacro -?%\}", re.DOTALL)
DYNAMIC_TAG = re.compile(r"(</?)\{\{.*?\}\}")
IDENTIFIERS = re.compile(r"[a-z\s-]*")
WORD = re.compile(r"[^\W\d_]{2,}")
UNIVERSAL = frozenset({"CSV", "JSON", "PDF", "Excel", "xlsx", "UTF", "Shift", "JIS"})
"""Names that are the same in every language."""
SILENT = frozenset({"script", "style", "code", "kbd", "svg"})
SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "label"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[tuple[int, str]] = []

    def _note(self, text: str | None) -> None:
        if text and set(WORD.findall(text)) - UNIVERSAL:
            self.found.append((self.getpos()[0], " ".join(text.split())))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        for name, value in attrs:
            if name in SPOKEN:
                self._note(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN:
                self._note(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._note(data)


def bare_words(template: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of everything outside expressions in the template."""

    def blank(match: re.Match[str]) -> str:
        return "\n" * match.group().count("\n")

    def blank_identifiers(match: re.Match[str]) -> str:
        # A macro that returns a class name or an id, not a text.
        only_names = IDENTIFIERS.fullmatch(JINJA.sub("", match.group()))
        return blank(match) if only_names else match.group()

    plain = MACRO.sub(blank_identifiers, template)
    plain = JINJA.sub(blank, DYNAMIC_TAG.sub(r"\1span", plain))
    reader = _Words()
    reader.feed(plain)
    reader.close()
    yield from reader.found
