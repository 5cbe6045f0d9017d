"""What is found of this wing: the articles in force, by number, caption and words."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, exists, or_

from app import clock
from app.models.common.search_entry import SearchEntry
from app.models.regulations.regulation import Regulation
from app.rules.common.tokens import with_digits
from app.security.viewer import Viewer
from app.services.common.search_entries import Entry, Searchable
from app.services.regulations.regulations import ALL


def _articles(regulation: Regulation) -> Iterator[Entry]:
    """The Act writes its numbers in kanji, the by-laws in digits; a query is read as both."""
    place = ALL.index(regulation.slug) if regulation.slug in ALL else len(ALL)
    articles = [one for chapter in regulation.text["chapters"] for one in chapter["articles"]]
    for number, article in enumerate(articles):
        title = f"{article['label']}（{article['caption']}）"
        content = " ".join(_content(article))
        yield Entry(
            f"{regulation.slug}#{article['anchor']}",
            title=title,
            words=(with_digits(title), with_digits(content)),
            note=regulation.title,
            rank=f"{place} {regulation.slug} {number:04}",
        )


def _content(article: Mapping[str, Any]) -> Iterator[str]:
    for paragraph in article["paragraphs"]:
        yield paragraph["text"]
        for item in paragraph["items"]:
            yield f"{item['heading'] or ''}{item['text']}"


def _in_force(_viewer: Viewer) -> ColumnElement[bool]:
    today, until = clock.today(), Regulation.in_force_until
    return exists().where(
        Regulation.id == SearchEntry.row_id,
        Regulation.in_force_from <= today,
        or_(until.is_(None), until > today),
    )


SEARCHABLE = (Searchable("article", Regulation, ("slug", "title", "text"), _articles, _in_force),)
