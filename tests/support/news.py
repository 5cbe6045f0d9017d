"""News, digests and webhooks, made as a test needs them."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.news.digest import Digest
from app.models.news.news import News
from app.models.news.webhook import Webhook, WebhookDelivery
from app.rules.news.news import NewsAudience, NewsKind
from app.rules.news.webhooks import WebhookEvent
from app.rules.states.news.webhook import DeliveryState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Viewer
from app.services.common import settings
from app.services.common.links import Links
from app.services.news import digests, news, webhooks
from tests.support.desk import LINKS, officer

VALUES: dict[str, Any] = {
    "name": "居場所づくりの助成金の募集",
    "kind": NewsKind.GRANT,
    "audience": NewsAudience.PUBLIC,
    "text": "居場所を開く団体に、上限30万円を助成します。\n締切は12月25日です。",
    "website": "",
    "activity_fields": [],
    "municipalities": [],
    "expires_on": None,
}
RECEIVER = "hooks.example.jp"


def item(actor: Viewer | None = None, **values: Any) -> News:
    """Return news of the secretariat, published, or of another actor."""
    return news.add(actor or officer(), News, VALUES | values)


def links() -> Links:
    """Return the links as the application under test signs them."""
    return Links("http://localhost", current_app.config["SECRET_KEY"])


def signed(url: str) -> str:
    """Return the token of a link of LINKS, signed by the application under test."""
    row_id, kind, nonce = LINKS.read_preferences_token(url.rpartition("/")[2])
    return links().news_preferences(kind, row_id, nonce).rpartition("/")[2]


def send(made: Links = LINKS) -> int:
    """Run the sweep of the digest until nothing is left; return how many readers were looked at."""
    total = 0
    with acting_as_system(db.session):
        while done := digests.send_due(SYSTEM, made):
            total += done
    return total


def digest() -> Digest:
    """Return a digest with something in it."""
    item()
    send()
    return db.session.scalars(select(Digest).order_by(Digest.id.desc())).first() or _none()


def _none() -> Digest:
    raise AssertionError("no digest was made")


def allow(*hosts: str) -> None:
    """Put servers on the allow-list."""
    with acting_as_system(db.session):
        settings._store(SYSTEM, {"outward_hosts": "\n".join(hosts)})


def webhook(url: str = f"https://{RECEIVER}/kodoku", **values: Any) -> Webhook:
    """Return a receiver that is told of everything."""
    allow(RECEIVER, "localhost", "127.0.0.1")
    with acting_as_system(db.session):
        made = webhooks.create(
            officer(),
            url=url,
            purpose="市町村の情報サイト",
            events=[each.value for each in WebhookEvent],
        )
        for name, value in values.items():
            setattr(made, name, value)
        db.session.flush()
    return made


def delivery(of: Webhook, **values: Any) -> WebhookDelivery:
    """Return a delivery that is due."""
    now = clock.now()
    given: dict[str, Any] = {
        "webhook_id": of.id,
        "message_id": f"msg_{now.timestamp()}-{of.id}",
        "event": WebhookEvent.NEWS.value,
        "payload": {"type": "news.published", "timestamp": now.isoformat(), "data": {"url": "x"}},
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "next_at": now - timedelta(seconds=1),
        "created_at": now,
    }
    row = WebhookDelivery(**given | values)
    with acting_as_system(db.session):
        db.session.add(row)
        db.session.flush()
    return row


def delivered() -> dict[str, int]:
    """Return the address values of a delivery."""
    row = delivery(webhook(), state=DeliveryState.DELIVERED)
    return {"pk": row.webhook_id, "delivery": row.id}
