"""The manuals: one Markdown file a task, in a folder for each kind of reader (app/manual).

A file begins with its title and with the pages that it is about, as `title:` and `for:` lines between
two lines of three dashes. A button or menu entry is written **「…」**, so that a test finds one that
the program no longer has; ○○ stands for what the program fills in.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.rules.common import tokens
from app.security.roles import ADMINISTRATORS, EVERYONE, SERVING, STAFF
from app.security.viewer import Role, Viewer

FOLDER = Path(__file__).parents[2] / "manual"
READERS: Mapping[str, frozenset[Role]] = {
    "officer": STAFF,
    "second": STAFF,
    "council": SERVING,
    "administrator": ADMINISTRATORS,
    "member": EVERYONE,
}
"""Folder → the roles that read it, in the order of the contents: of the own role first."""
LINE = "---"
VALUE = ":"
"""Between an endpoint and a value of its address, where a page is about that value only."""
MARKS = re.compile(r"^ *(?:#+|-|\d+\.) |!?\[|\]\([^)]*\)")
"""What a line has for Markdown."""


@dataclass(frozen=True)
class ManualPage:
    """A page of the manuals."""

    part: str
    slug: str
    title: str
    endpoints: Sequence[str]
    text: str
    searched: str = field(repr=False)

    def line_with(self, forms: Sequence[str]) -> str:
        """Return the first line in which one of the forms of a word stands, without its marks."""
        lines = (MARKS.sub("", each) for each in plain(self.text).splitlines())
        return next((line for line in lines if any(one in tokens.form(line) for one in forms)), "")


@cache
def everything() -> Mapping[str, Sequence[ManualPage]]:
    """Return all pages, by part."""
    return {part: tuple(_read(part)) for part in READERS}


def readable(viewer: Viewer) -> Mapping[str, Sequence[ManualPage]]:
    """Return the parts for the viewer."""
    return {part: pages for part, pages in everything().items() if viewer.has(*READERS[part])}


def one(viewer: Viewer, part: str, slug: str) -> ManualPage | None:
    """Return a page that the viewer may read."""
    pages = readable(viewer).get(part, ())
    return next((page for page in pages if page.slug == slug), None)


def about(
    viewer: Viewer, endpoint: str | None, values: Collection[object] = ()
) -> ManualPage | None:
    """Return the page about a page of the program, the one for the viewer's own role first.

    values: of its address; a page about `endpoint:value` goes before one about `endpoint`.
    """
    pages = [page for pages in readable(viewer).values() for page in pages]
    exact = {f"{endpoint}{VALUE}{value}" for value in values}
    found = [page for page in pages if exact.intersection(page.endpoints)]
    found = found or [page for page in pages if endpoint in page.endpoints]
    return min(found, key=lambda page: len(READERS[page.part]), default=None)


def found(viewer: Viewer, words: Sequence[str]) -> Mapping[str, Sequence[tuple[ManualPage, str]]]:
    """Return the pages in which every word stands, with a line that has the first of them."""
    forms = [tokens.forms(word) for word in words]
    return {
        part: [
            (page, page.line_with(forms[0]) if forms else "")
            for page in pages
            if all(any(form in page.searched for form in each) for each in forms)
        ]
        for part, pages in readable(viewer).items()
    }


def plain(text: str) -> str:
    """Return the text without bold type, and without the spaces that Markdown needs beside it."""
    return text.replace(" **「", "「").replace("」** ", "」").replace("**", "")


def _read(part: str) -> Iterator[ManualPage]:
    for path in sorted((FOLDER / part).glob("*.md")):
        _start, head, text = path.read_text(encoding="utf-8").split(f"{LINE}\n", 2)
        said = dict(line.split(": ", 1) for line in head.splitlines())
        endpoints = said.get("for", "").replace(",", " ").split()
        slug = path.stem.partition("-")[2]
        searched = tokens.form(f"{said['title']} {MARKS.sub('', plain(text))}")
        yield ManualPage(part, slug, said["title"], endpoints, text, searched)
