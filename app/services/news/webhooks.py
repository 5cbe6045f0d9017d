"""Webhooks as settings of the secretariat: receivers, secrets, rotation, replay."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.membership.organisation import OrganisationVersion
from app.models.news.webhook import Webhook, WebhookDelivery
from app.models.registers.entry import RegisterVersion
from app.rules.news.webhooks import OVERLAP, PREFIX, is_address
from app.rules.states.common.table import next_state
from app.rules.states.news.webhook import DELIVERY, DeliveryVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, outward, rows

SHOWN = 50
"""Deliveries that a receiver's page shows."""


def every(actor: Viewer) -> Sequence[Webhook]:
    """Return all receivers, newest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(select(Webhook).order_by(Webhook.id.desc())).all()


def one(actor: Viewer, webhook_id: int) -> Webhook:
    """Return a receiver. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(Webhook, webhook_id)


def deliveries(actor: Viewer, webhook_id: int) -> Sequence[WebhookDelivery]:
    """Return its last deliveries, newest first."""
    actor.require(Role.SECRETARIAT)
    found = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return db.session.scalars(found.order_by(WebhookDelivery.id.desc()).limit(SHOWN)).all()


def create(actor: Viewer, *, url: str, purpose: str, events: Sequence[str]) -> Webhook:
    """Add a receiver, told of what happens from now on. Raises RuleViolation."""
    actor.require(Role.SECRETARIAT)
    if not is_address(url):
        raise RuleViolation(None, "https:// で始まるURLを入力してください。", field="url")
    outward.require(actor, url)
    webhook = Webhook(url=url, purpose=purpose, events=list(events), created_at=clock.now())
    _begin_here(webhook)
    db.session.add(webhook)
    db.session.flush()
    _record(actor, "create", webhook)
    return webhook


def rotate(actor: Viewer, webhook_id: int) -> Webhook:
    """Make a new secret; for a week deliveries carry a signature by the former one, too."""
    webhook = _locked(actor, webhook_id)
    webhook.generation, webhook.rotated_at = webhook.generation + 1, clock.now()
    return _record(actor, "rotate", webhook)


def reveal(actor: Viewer, webhook_id: int, *, key: str) -> str:
    """Return the present secret as its receiver needs it; recorded."""
    webhook = _record(actor, "reveal", _locked(actor, webhook_id))
    return PREFIX + b64encode(secret(key, webhook, webhook.generation)).decode()


def turn_off(actor: Viewer, webhook_id: int) -> Webhook:
    """Send nothing more; what happens meanwhile is not told later."""
    webhook = _locked(actor, webhook_id)
    if webhook.off_at is None:
        webhook.off_at, webhook.off_because = clock.now(), "事務局が停止した"
    return _record(actor, "turn_off", webhook)


def turn_on(actor: Viewer, webhook_id: int) -> Webhook:
    """Send again. Raises RuleViolation where the server is no longer allowed."""
    webhook = _locked(actor, webhook_id)
    outward.require(actor, webhook.url)
    webhook.off_at, webhook.off_because, webhook.failing_since = None, "", None
    _begin_here(webhook)
    return _record(actor, "turn_on", webhook)


def replay(actor: Viewer, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Deliver it again at the next sweep, with the same id. Raises NotFound, RuleViolation."""
    webhook = _locked(actor, webhook_id)
    delivery = rows.only(
        rows.locking(
            select(WebhookDelivery).where(
                WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id
            )
        )
    )
    if webhook.off_at is not None:
        raise RuleViolation(None, "停止中の送信先です。再開してから、もう一度送ってください。")
    delivery.state = next_state(DELIVERY, delivery.state, DeliveryVerb.REPLAY)
    delivery.next_at, delivery.attempts = clock.now(), 0
    _record(actor, "replay", webhook, message=delivery.message_id)
    return delivery


def secrets_of(key: str, webhook: Webhook) -> list[bytes]:
    """Return the secrets by which a delivery is signed now, the present one first."""
    found = [secret(key, webhook, webhook.generation)]
    if webhook.rotated_at is not None and clock.now() < webhook.rotated_at + OVERLAP:
        found.append(secret(key, webhook, webhook.generation - 1))
    return found


def secret(key: str, webhook: Webhook, generation: int) -> bytes:
    """Return a secret. key: the program's own; a copy of the database holds no secret."""
    named = f"webhook:{webhook.public_id}:{generation}"
    return hmac.new(key.encode(), named.encode(), sha256).digest()


def _begin_here(webhook: Webhook) -> None:
    """Let it be told of what happens from now on."""
    webhook.told_until = clock.now()
    webhook.register_version = db.session.scalar(select(func.max(RegisterVersion.id))) or 0
    webhook.organisation_version = db.session.scalar(select(func.max(OrganisationVersion.id))) or 0


def _locked(actor: Viewer, webhook_id: int) -> Webhook:
    actor.require(Role.SECRETARIAT)
    return rows.locked(Webhook, webhook_id)


def _record(actor: Viewer, verb: str, webhook: Webhook, **details: str) -> Webhook:
    db.session.flush()
    audit.record(actor, f"webhook.{verb}", "webhook", webhook.id, **details)
    return webhook
