"""What is new of this wing: published news."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.news.news import News
from app.rules.membership.roster import Tier
from app.rules.news.digest import lines_of
from app.services.common.novelty import Novelty


def new(since: datetime, until: datetime) -> Iterator[Novelty]:
    """Yield the news that others could read for the first time in between and still can."""
    found = db.session.scalars(
        select(News)
        .where(News.published_at > since, News.published_at <= until)
        .where(News.retired_on.is_(None), News.tier != Tier.SECRETARIAT)
        .order_by(News.published_at, News.id)
    )
    for item in found:
        yield Novelty(
            title=item.name,
            day=item.published_on or clock.today(),
            path=f"/news/{item.public_id}",
            lines=lines_of(item.text),
            fields=item.activity_fields,
            municipalities=item.municipalities,
            tier=item.tier,
            until=item.expires_on,
            event="news.published",
        )
