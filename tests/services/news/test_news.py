"""News: the secretariat's is read at once, a member's after a second look, each change again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.news.news import News
from app.models.post.outbox import OutboxMessage
from app.rules.membership.roster import Tier
from app.rules.news.news import NewsAudience
from app.rules.states.news.news import NewsStage
from app.security.viewer import SYSTEM
from app.services.news import news
from app.services.registers import entries, files
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.exchange import acting
from tests.support.news import item


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def test_news_of_the_secretariat_is_published_at_once(session: Any) -> None:
    made = item(audience=NewsAudience.MEMBERS)
    assert (made.stage, made.tier) == (NewsStage.PUBLISHED, Tier.MEMBERS)
    entries.change(officer(), News, made.public_id, {"audience": NewsAudience.PUBLIC})
    assert made.tier is Tier.PUBLIC


def test_news_of_a_member_waits_is_sent_back_and_published(session: Any) -> None:
    desk = officer()
    member = factories.member(business_contact_email="office@npo.example.jp")
    actor = acting(session, member)
    made = item(actor, tier=Tier.PUBLIC)
    assert (made.stage, made.tier) == (NewsStage.WAITING, Tier.SECRETARIAT)
    assert letters(session, "news_waits")
    with pytest.raises(NotPermitted):
        news.publish(actor, made.public_id, links=LINKS)

    with pytest.raises(RuleViolation, match="理由"):
        news.send_back(desk, made.public_id, " ", links=LINKS)
    news.send_back(desk, made.public_id, "日付を入れてください。", links=LINKS)
    (asked,) = letters(session, "news_sent_back")
    assert asked.recipient == "office@npo.example.jp" and "日付を入れてください。" in asked.body
    with pytest.raises(StaleState):
        news.publish(desk, made.public_id, links=LINKS)

    entries.change(actor, News, made.public_id, {"text": "12月1日に開きます。"})
    news.publish(desk, made.public_id, links=LINKS)
    assert (made.stage, made.tier, made.published_on) == (
        NewsStage.PUBLISHED,
        Tier.PUBLIC,
        clock.today(),
    )
    (told,) = letters(session, "news_published")
    assert f"/news/{made.public_id}" in told.body


def test_what_a_member_changes_or_attaches_is_looked_at_again(session: Any) -> None:
    desk, actor = officer(), acting(session, factories.member())
    made = item(actor)
    news.publish(desk, made.public_id, links=LINKS)
    first = made.published_at
    entries.change(actor, News, made.public_id, {"name": made.name})
    assert made.stage is NewsStage.PUBLISHED, "nothing was changed"
    files.add(actor, News, made.public_id, "チラシ.txt", "チラシ".encode())
    assert (made.stage, made.tier) == (NewsStage.WAITING, Tier.SECRETARIAT)
    news.publish(desk, made.public_id, links=LINKS)
    entries.change(actor, News, made.public_id, {"text": "場所が変わりました。"})
    assert made.tier is Tier.SECRETARIAT
    news.publish(desk, made.public_id, links=LINKS)
    assert made.published_at == first, "it is new once"


def test_member_cannot_choose_who_reads_it(session: Any) -> None:
    actor = acting(session, factories.member())
    made = item(actor)
    entries.change(actor, News, made.public_id, {"tier": Tier.PUBLIC, "text": "別の本文"})
    assert made.tier is Tier.SECRETARIAT


def test_past_its_last_day_it_is_taken_out(session: Any) -> None:
    with pytest.raises(RuleViolation, match="今日"):
        item(expires_on=clock.today() - timedelta(days=1))
    made, lasting = item(expires_on=clock.today()), item()
    assert news.expire_due(SYSTEM) == 0
    made.expires_on = clock.today() - timedelta(days=1)
    session.flush()
    assert news.expire_due(SYSTEM) == 1
    assert made.retired_on == clock.today() and lasting.retired_on is None
