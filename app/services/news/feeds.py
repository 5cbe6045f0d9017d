"""What the feeds contain: public news, all of it, of a field or of a municipality."""

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.documents.news.feeds import Feed, FeedItem
from app.errors import NotFound
from app.extensions import db
from app.models.news.news import News
from app.models.registers.columns import has_code
from app.rules.membership.roster import Tier
from app.security.viewer import Viewer
from app.services.common import settings
from app.services.common.field_texts import FieldTexts
from app.services.common.links import Links

MOST = 50
TITLE = "とっとり孤独・孤立対策官民連携プラットフォーム　お知らせ"


def feed(actor: Viewer, links: Links, path: str, *, field: str, municipality: str) -> Feed:
    """Return the feed of public news. field, municipality: codes, "" for all. Raises NotFound."""
    words, today = FieldTexts.load(), clock.today()
    known = (not field or field in words.activity_fields) and (
        not municipality or municipality in words.municipalities
    )
    if not known:
        raise NotFound
    wanted = select(News).where(
        News.tier == Tier.PUBLIC,
        News.retired_on.is_(None),
        News.expires_on.is_(None) | (News.expires_on >= today),
    )
    if field:
        wanted = wanted.where(has_code(News.activity_fields, field))
    if municipality:
        wanted = wanted.where(has_code(News.municipalities, municipality))
    found = db.session.scalars(
        wanted.order_by(News.published_at.desc(), News.id.desc())
        .limit(MOST)
        .options(joinedload(News.organisation))
    ).all()
    narrowed = [words.activity_fields.get(field), words.municipalities.get(municipality)]
    authority = f"tag:{urlsplit(links.base).hostname},2026-11-29:"
    office = settings.value("contact_office")
    return Feed(
        id=f"{authority}{path}",
        title="　".join([TITLE, *filter(None, narrowed)]),
        author=office,
        url=links.page(path),
        home=links.page("/news/"),
        updated=max((each.changed_at for each in found), default=clock.at_start_of(today)),
        items=[_item(each, authority, words, office, links) for each in found],
    )


def _item(item: News, authority: str, words: FieldTexts, office: str, links: Links) -> FeedItem:
    codes = [words.activity_fields.get(code, code) for code in item.activity_fields]
    places = [words.municipalities.get(code, code) for code in item.municipalities]
    published = item.published_at or item.created_at
    return FeedItem(
        id=f"{authority}news/{item.public_id}",
        title=item.name,
        text=item.text,
        url=links.page(f"/news/{item.public_id}"),
        author=str(item.organisation or office),
        published=published,
        updated=max(item.changed_at, published),
        tags=[item.kind.label, *codes, *places],
    )
