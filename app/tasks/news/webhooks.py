"""The sweep over webhooks: what happened is put into deliveries, then each is sent."""

from datetime import timedelta

from flask import current_app

from app import clock
from app.extensions import celery, db
from app.mail.news.webhook_transport import NotDelivered, Transport
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.news import webhook_deliveries, webhook_events
from app.tasks.common.batches import links

LONGEST = timedelta(minutes=4)
"""How long one sweep goes on sending: silent receivers hold up one another, and nothing else."""


@celery.task(name="webhooks.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Collect and send; return how many tries were made. No transaction is open while one is sent."""
    webhook_events.collect(SYSTEM, links())
    db.session.commit()
    tries = send(Transport())
    webhook_deliveries.forget_old(SYSTEM)
    heartbeats.beat(SYSTEM, "webhooks")
    db.session.commit()
    return tries


def send(transport: Transport) -> int:
    """Send what is due, one after another; return how many tries were made."""
    key, until, tries = current_app.config["SECRET_KEY"], clock.running() + LONGEST, 0
    while clock.running() < until:
        outgoing = webhook_deliveries.take_up(SYSTEM, key=key)
        db.session.commit()
        if outgoing is None:
            break
        status, detail = None, ""
        try:
            status = transport.post(outgoing.url, outgoing.body, outgoing.headers)
        except NotDelivered as failure:
            detail = str(failure)
        webhook_deliveries.note(SYSTEM, outgoing.id, status, detail)
        db.session.commit()
        tries += 1
    return tries
