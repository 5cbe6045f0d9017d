"""News (お知らせ, 規約第3条第1号): entered, looked at a second time, published, taken out by its last day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.news import news_letters
from app.models.membership.organisation import Organisation
from app.models.news.news import News
from app.models.registers.entry import RegisterModel
from app.rules.membership.roster import Tier
from app.rules.news.news import TIER_OF
from app.rules.states.common.table import next_state
from app.rules.states.news.news import NEWS, NewsVerb
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.common.links import Links
from app.services.membership import recipients
from app.services.post import outbox
from app.services.registers import entries

ON_HOME = 3
EXPIRED = "掲載の期間が終わったため"


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> News:
    """Enter news: the secretariat's is published at once, a member's waits, and the office is told.

    Raises RuleViolation, NotPermitted.
    """
    tier = TIER_OF[values["audience"]] if actor.is_staff else Tier.SECRETARIAT
    item: News = entries.add(actor, model, {**values, "tier": tier})
    if not actor.is_staff:
        for account in recipients.secretariat():
            letter = news_letters.waits(account, item)
            outbox.write(actor, letter, to=account.email, dedupe_key=_key(item))
    return item


def publish(actor: Viewer, public_id: str, *, links: Links) -> News:
    """Publish a member's news as of today (二度目の目); tell the member. Raises StaleState."""
    item = _move(actor, public_id, NewsVerb.PUBLISH)
    item.tier, item.returned_because = TIER_OF[item.audience], ""
    if item.published_at is None:
        item.published_on, item.published_at = clock.today(), clock.now()
    db.session.flush()
    entries.record(actor, "publish", item)
    _tell(actor, item, news_letters.published, links)
    return item


def send_back(actor: Viewer, public_id: str, reason: str, *, links: Links) -> News:
    """Ask the member to change its news. Raises RuleViolation without a reason, StaleState."""
    if not reason.strip():
        raise RuleViolation(None, "修正をお願いする理由を入力してください。", field="reason")
    item = _move(actor, public_id, NewsVerb.SEND_BACK)
    item.returned_because = reason.strip()
    db.session.flush()
    entries.record(actor, "send_back", item, reason=reason.strip())
    _tell(actor, item, news_letters.sent_back, links)
    return item


def latest(actor: Viewer) -> Sequence[News]:
    """Return the newest news that the viewer of the session sees, for their home page."""
    found = select(News).where(News.retired_on.is_(None), News.tier != Tier.SECRETARIAT)
    newest = found.order_by(News.published_at.desc(), News.id.desc()).limit(ON_HOME)
    return db.session.scalars(newest).all()


def expire_due(actor: Viewer) -> int:
    """Take out what is past its last day; return how many."""
    actor.require(Role.SYSTEM)
    due = db.session.scalars(
        select(News.public_id)
        .where(News.expires_on < clock.today(), News.retired_on.is_(None))
        .limit(rows.AT_ONCE)
    ).all()
    for public_id in due:
        entries.retire(actor, News, public_id, EXPIRED)
    return len(due)


def _move(actor: Viewer, public_id: str, verb: NewsVerb) -> News:
    actor.require(Role.SECRETARIAT)
    item: News = entries.locked(actor, News, public_id)
    item.stage = next_state(NEWS, item.stage, verb)
    return item


def _tell(actor: Viewer, item: News, letter: Any, links: Links) -> None:
    """Write a letter to the member whose news it is."""
    member = db.session.get(Organisation, item.organisation_id) if item.organisation_id else None
    if member is not None:
        outbox.write(
            actor,
            letter(member, item, links.page(f"/news/{item.public_id}")),
            to=recipients.address_of(member),
            dedupe_key=_key(item),
            period=clock.now().isoformat(),
            organisation_id=member.id,
        )


def _key(item: News) -> str:
    return f"news:{item.id}"
