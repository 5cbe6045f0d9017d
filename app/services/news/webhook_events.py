"""What receivers of webhooks are told: thin messages about what is public, found by the sweep."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.news.webhook import Webhook, WebhookDelivery
from app.rules.membership.roster import Tier
from app.rules.news.webhooks import WebhookEvent
from app.rules.registers.open_interface import Asked
from app.rules.states.common.table import next_state
from app.rules.states.news.webhook import DELIVERY, DeliveryVerb
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.common import rows
from app.services.common.links import Links
from app.services.news import digest_items
from app.services.registers import change_feed

AT_ONCE = 100
SETTLED = timedelta(minutes=1)
"""Age at which something is told: what is earlier by the clock may be committed a moment later."""
Told = tuple[WebhookEvent, Mapping[str, Any]]


def collect(actor: Viewer, links: Links) -> int:
    """Put what happened into deliveries for each receiver; return how many."""
    actor.require(Role.SYSTEM)
    found = select(Webhook).where(Webhook.off_at.is_(None)).order_by(Webhook.id)
    return sum(_collect_for(webhook, links) for webhook in db.session.scalars(rows.locking(found)))


def _collect_for(webhook: Webhook, links: Links) -> int:
    now, number = clock.now(), 0
    told = [*_novelties(webhook, links), *_registers(webhook, links), *_roster(webhook, links)]
    for event, data in told:
        if event.value not in webhook.events:
            continue
        content = {
            "type": event.value,
            "timestamp": now.isoformat(timespec="seconds"),
            "data": data,
        }
        db.session.add(
            WebhookDelivery(
                webhook_id=webhook.id,
                message_id=f"msg_{uuid4().hex}",
                event=event.value,
                payload=content,
                state=next_state(DELIVERY, None, DeliveryVerb.QUEUE),
                next_at=now,
                created_at=now,
            )
        )
        number += 1
    db.session.flush()
    return number


def _novelties(webhook: Webhook, links: Links) -> Iterator[Told]:
    """Yield what the wings call new, such as news and events."""
    until, known = max(webhook.told_until, clock.now() - SETTLED), set(WebhookEvent)
    for each in digest_items.novelties(webhook.told_until, until):
        if each.tier is Tier.PUBLIC and each.event in known:
            yield WebhookEvent(each.event), {"url": links.page(each.path)}
    webhook.told_until = until


def _registers(webhook: Webhook, links: Links) -> Iterator[Told]:
    asked = Asked(after=webhook.register_version, size=AT_ONCE)
    changes, webhook.register_version, _more = change_feed.changes(PUBLIC, asked)
    for change in changes:
        thin = {key: change[key] for key in ("register", "id", "struck")}
        url = links.page(f"/api/v1/{change['register']}/{change['id']}")
        yield WebhookEvent.REGISTER, {**thin, "url": url}


def _roster(webhook: Webhook, links: Links) -> Iterator[Told]:
    version = OrganisationVersion
    found = db.session.execute(
        select(version.id, Organisation.public_id)
        .join(Organisation, Organisation.id == version.organisation_id)
        .where(version.id > webhook.organisation_version)
        .where(version.written_at <= clock.now() - SETTLED)
        .order_by(version.id)
        .limit(AT_ONCE)
    ).all()
    if found:
        webhook.organisation_version = found[-1].id
    for public_id in dict.fromkeys(row.public_id for row in found):
        url = links.page(f"/api/v1/roster/{public_id}")
        yield WebhookEvent.ROSTER, {"id": public_id, "url": url}
