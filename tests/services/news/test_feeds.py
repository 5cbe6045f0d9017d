"""The feeds, read by a parser that is not ours."""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest

from app import clock
from app.documents.news import feeds as formats
from app.errors import NotFound
from app.models.news.news import News
from app.rules.news.news import NewsAudience
from app.security.viewer import PUBLIC
from app.services.news import feeds
from app.services.registers import entries
from tests.support.desk import LINKS, officer
from tests.support.news import item


def read(**wanted: str) -> Any:
    made = feeds.feed(
        PUBLIC, LINKS, "/news/feed.atom", **{"field": "", "municipality": ""} | wanted
    )
    parsed = feedparser.parse(formats.atom(made))
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    held = json.loads(formats.json_feed(made))
    assert held["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["id"] for each in held["items"]] == [each.id for each in parsed.entries]
    assert [each["date_modified"] for each in held["items"]] == [
        each.updated for each in parsed.entries
    ]
    return parsed


def test_feed_holds_public_news_with_stable_ids_and_both_moments(session: Any, at: Any) -> None:
    made = item(name="居場所 <新設> & 見学", activity_fields=["place"], municipalities=["312011"])
    item(name="会員だけ", audience=NewsAudience.MEMBERS)
    item(name="期限切れ").expires_on = clock.today() - timedelta(days=1)
    session.flush()
    (entry,) = read().entries
    assert entry.title == "居場所 <新設> & 見学"
    assert entry.link == f"http://localhost/news/{made.public_id}"
    assert entry.id == f"tag:localhost,2026-11-29:news/{made.public_id}"
    assert entry.published == entry.updated
    assert {each.term for each in entry.tags} >= {"鳥取市", "助成・補助"}
    assert "上限30万円" in entry.content[0].value

    at(clock.now() + timedelta(hours=2))
    entries.change(officer(), News, made.public_id, {"text": "締切を延ばしました。"})
    (again,) = read().entries
    assert (again.id, again.published) == (entry.id, entry.published)
    assert again.updated > entry.updated
    assert read().feed.updated == again.updated


def test_feeds_of_a_field_and_of_a_municipality(session: Any) -> None:
    item(name="居場所", activity_fields=["place"], municipalities=["312011"])
    item(name="全体")
    assert [each.title for each in read(field="place").entries] == ["居場所"]
    narrowed = read(municipality="312011")
    assert [each.title for each in narrowed.entries] == ["居場所"]
    assert "鳥取市" in narrowed.feed.title
    assert read(municipality="313254").entries == []
    with pytest.raises(NotFound):
        read(field="nonsense")


def test_feed_is_limited_and_newest_first(session: Any, at: Any) -> None:
    for number in range(feeds.MOST + 3):
        at(clock.now() + timedelta(minutes=1))
        item(name=f"お知らせ{number}")
    titles = [each.title for each in read().entries]
    assert len(titles) == feeds.MOST and titles[0] == f"お知らせ{feeds.MOST + 2}"
