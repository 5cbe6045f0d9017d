"""Feeds of public news: Atom 1.0 (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class FeedItem:
    """An item. id: a tag: URI that never changes; updated: of its last change; tags: words."""

    id: str
    title: str
    text: str
    url: str
    author: str
    published: datetime
    updated: datetime
    tags: Sequence[str]


@dataclass(frozen=True)
class Feed:
    """A feed. url: of itself; home: of the page with the same news; updated: where it is empty."""

    id: str
    title: str
    author: str
    url: str
    home: str
    updated: datetime
    items: Sequence[FeedItem]


def atom(feed: Feed) -> bytes:
    """Return the feed in Atom."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "ja"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(max((each.updated for each in feed.items), default=feed.updated)))
    _add(ElementTree.SubElement(root, "author"), "name", feed.author)
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    for item in feed.items:
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "published", _moment(item.published))
        _add(entry, "updated", _moment(item.updated))
        _add(ElementTree.SubElement(entry, "author"), "name", item.author)
        ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=item.url)
        for tag in item.tags:
            ElementTree.SubElement(entry, "category", term=tag)
        _add(entry, "content", item.text)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def json_feed(feed: Feed) -> bytes:
    """Return the feed in JSON Feed."""
    content = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "language": "ja",
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": _moment(item.published),
                "date_modified": _moment(item.updated),
                "authors": [{"name": item.author}],
                "tags": list(item.tags),
            }
            for item in feed.items
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
