"""Deliveries of webhooks: one is taken up, sent by the sweep between two commits, and noted."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.news import webhook_letters
from app.models.news.webhook import Webhook, WebhookDelivery
from app.rules.news.webhooks import GONE, PATIENCE, headers, pause
from app.rules.states.common.table import next_state
from app.rules.states.news.webhook import DELIVERY, DeliveryState, DeliveryVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, outward, rows
from app.services.membership import recipients
from app.services.news import webhooks
from app.services.post import outbox

KEPT = timedelta(days=90)
"""How long deliveries that are over are kept."""


class Outgoing(NamedTuple):
    """A delivery on its way."""

    id: int
    url: str
    body: bytes
    headers: Mapping[str, str]


def take_up(actor: Viewer, *, key: str) -> Outgoing | None:
    """Take up the next due delivery; None when none is due. The caller commits and then sends it.

    Its next try is set first, so that a sweep that dies repeats it. One to a server that is no
    longer allowed is noted as failed, and the next is taken up.
    """
    actor.require(Role.SYSTEM)
    while (delivery := _next()) is not None:
        now, webhook = clock.now(), delivery.webhook
        delivery.attempts += 1
        delivery.next_at = now + pause(delivery.attempts)
        db.session.flush()
        try:
            outward.require(actor, webhook.url)
        except RuleViolation as refusal:
            note(actor, delivery.id, None, refusal.message)
            continue
        body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
        secrets = webhooks.secrets_of(key, webhook)
        signed = headers(secrets, delivery.message_id, int(now.timestamp()), body)
        return Outgoing(delivery.id, webhook.url, body, signed)
    return None


def note(actor: Viewer, delivery_id: int, status: int | None, detail: str = "") -> None:
    """Note what came of a try; turn the receiver off that is gone or has failed for three days."""
    actor.require(Role.SYSTEM)
    delivery, now = rows.locked(WebhookDelivery, delivery_id), clock.now()
    webhook = rows.locked(Webhook, delivery.webhook_id)
    delivery.status, delivery.detail = status, detail[:200]
    if delivery.state is not DeliveryState.PENDING:
        return
    if status is not None and 200 <= status < 300:
        delivery.state = next_state(DELIVERY, delivery.state, DeliveryVerb.DELIVER)
        delivery.delivered_at, webhook.failing_since = now, None
    elif status == GONE:
        _turn_off(actor, webhook, "送信先が「410 Gone」と答えました。")
    else:
        webhook.failing_since = webhook.failing_since or now
        if now - webhook.failing_since >= PATIENCE:
            _turn_off(actor, webhook, "3日間続けて配達できませんでした。")
    db.session.flush()


def forget_old(actor: Viewer) -> int:
    """Delete deliveries that are over since a while; return how many."""
    actor.require(Role.SYSTEM)
    old = (
        select(WebhookDelivery)
        .where(WebhookDelivery.state != DeliveryState.PENDING)
        .where(WebhookDelivery.created_at < clock.now() - KEPT)
        .limit(rows.AT_ONCE)
    )
    found = db.session.scalars(old).all()
    for delivery in found:
        db.session.delete(delivery)
    db.session.flush()
    return len(found)


def _next() -> WebhookDelivery | None:
    due = (
        select(WebhookDelivery)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.state == DeliveryState.PENDING, Webhook.off_at.is_(None))
        .where(WebhookDelivery.next_at <= clock.now())
        .order_by(WebhookDelivery.next_at, WebhookDelivery.id)
        .limit(1)
        .options(joinedload(WebhookDelivery.webhook))
        .with_for_update(of=WebhookDelivery, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(due).one_or_none()


def _turn_off(actor: Viewer, webhook: Webhook, why: str) -> None:
    """Turn a receiver off, give up what waits for it, and tell the secretariat."""
    webhook.off_at, webhook.off_because = clock.now(), why
    gone = next_state(DELIVERY, DeliveryState.PENDING, DeliveryVerb.ABANDON)
    waiting = (WebhookDelivery.webhook_id == webhook.id) & (
        WebhookDelivery.state == DeliveryState.PENDING
    )
    db.session.execute(update(WebhookDelivery).where(waiting).values(state=gone))
    audit.record(actor, "webhook.fail", "webhook", webhook.id, reason=why)
    for account in recipients.secretariat():
        outbox.write(
            actor,
            webhook_letters.turned_off(account, webhook),
            to=account.email,
            dedupe_key=f"webhook:{webhook.id}",
            period=webhook.off_at.isoformat(),
        )
