"""What enforces each article, which test proves it and where a user meets it (app/data/articles).

The articles are those of the texts in force: one that a resolution adds is shown at once as not yet
in the table.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from app.models.regulations.regulation import Regulation
from app.rules.common import tokens
from app.services.common.data_files import DATA
from app.services.regulations import regulations

Table = Mapping[str, Any]
"""Anchor → `by` (module → what it does), `tests`, `met` (page → endpoint), or `nothing` (why)."""
Units = list[tuple[str, str, str]]
_LAST_STEP = re.compile(r"[pi]\d+$")


class Provision(NamedTuple):
    """An article, or one of its paragraphs or items."""

    anchor: str
    place: str
    """Within its article: 第1項第2号; "" for the whole."""
    text: str
    said: Table
    """Empty where the table does not know it."""


class ArticleRows(NamedTuple):
    """An article of a text in force, 附則 or 別表."""

    anchor: str
    label: str
    caption: str
    provisions: list[Provision]


class TextRows(NamedTuple):
    """A text in force with its articles. is_described: the table is about this version."""

    slug: str
    title: str
    is_described: bool
    articles: list[ArticleRows]


def texts(query: str = "") -> list[TextRows]:
    """Return by-laws, guideline and Act as in force today, with the articles that hold the query."""
    return [rows_of(each, query) for each in regulations.in_force(*regulations.ALL)]


def rows_of(regulation: Regulation, query: str = "") -> TextRows:
    """Return the articles of a text with what the table says of each."""
    table = table_of(regulation.slug)
    wanted = [tokens.forms(word) for word in tokens.words(query)]
    found = [
        ArticleRows(
            *heading, [each for each in _known(units, table) if _holds(heading, each, wanted)]
        )
        for heading, units in _articles(regulation.text, table.get("articles"))
    ]
    is_described = table["in_force_from"] == regulation.in_force_from
    kept = [article for article in found if article.provisions]
    return TextRows(regulation.slug, regulation.title, is_described, kept)


@cache
def table_of(slug: str) -> Table:
    """Return the table of a text."""
    return tomllib.loads((DATA / "articles" / f"{slug}.toml").read_text(encoding="utf-8"))


def _articles(text: Mapping[str, Any], only: Any) -> Iterator[tuple[tuple[str, str, str], Units]]:
    """Yield heading and units. only: the numbers of the articles that concern the platform."""
    for article in (each for chapter in text["chapters"] for each in chapter["articles"]):
        if not only or article["number"] in only:
            yield (article["anchor"], article["label"], article["caption"] or ""), _units(article)
    for part in () if only else (*text["supplementary"], *text["annexes"]):
        lines = part.get("lines") or [p["text"] for a in part["articles"] for p in a["paragraphs"]]
        yield (part["anchor"], part["label"], ""), [(part["anchor"], "", "、".join(lines))]


def _units(article: Mapping[str, Any]) -> Units:
    """Return anchor, place and text of the article's paragraphs and items."""
    units = []
    several = len(article["paragraphs"]) > 1
    for paragraph in article["paragraphs"]:
        place = f"第{paragraph['number']}項" if several else ""
        units.append((paragraph["anchor"] or article["anchor"], place, paragraph["text"]))
        for item in paragraph["items"]:
            said = "　".join(filter(None, (item["heading"], item["text"])))
            units.append((item["anchor"], f"{place}第{item['number']}号", said))
    return units


def _known(units: Units, table: Table) -> Iterator[Provision]:
    """Yield those the table knows, and the smallest ones of which it says nothing at all."""
    with_parts = {above for anchor, _place, _text in units for above in _above(anchor)}
    for anchor, place, text in units:
        if anchor in table or not (anchor in with_parts or table.keys() & {*_above(anchor)}):
            yield Provision(anchor, place, text, table.get(anchor, {}))


def _above(anchor: str) -> Iterator[str]:
    """Yield the anchors of what the provision is part of: a2p3 and a2 for a2p3i1."""
    while (shorter := _LAST_STEP.sub("", anchor)) != anchor:
        yield (anchor := shorter)


def _holds(heading: tuple[str, ...], each: Provision, wanted: list[tuple[str, ...]]) -> bool:
    parts = [*heading[1:], each.place, each.text, str(each.said)]
    held = tokens.text_of([*parts, *map(tokens.with_digits, parts)])
    return all(any(form in held for form in forms) for forms in wanted)
