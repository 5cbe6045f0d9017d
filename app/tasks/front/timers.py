"""The sweep over timers and everything else due by its date."""

import logging

from flask import current_app

from app import bell, tasks, wings
from app.extensions import celery, db
from app.models.common.timer import Timer
from app.security.viewer import SYSTEM
from app.services.common import heartbeats, sweep_requests, timers
from app.services.front import restores, retention, timer_handlers
from app.tasks.common.batches import links, run_until_done

log = logging.getLogger(__name__)


@celery.task(name="timers.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Handle what is due, one transaction each: a failure of one holds up no other."""
    restores.check(SYSTEM)
    db.session.commit()
    while (timer := timers.take_due(SYSTEM)) is not None:
        handle(timer)
    db.session.commit()
    for wing in wings.declared(tasks, "due"):
        for service in wing.DUE:
            run_until_done(service)
    heartbeats.beat(SYSTEM, "timers")
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        bell.ring("outbox.sweep")


def handle(timer: Timer) -> None:
    """Run the handler of the timer's kind; retry later after a failure."""
    timer_id = timer.id
    try:
        timer_handlers.handlers()[timer.kind](SYSTEM, timer, links())
        timers.finish(SYSTEM, timer)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("timer failed", extra={"timer": timer_id})
        timers.postpone(SYSTEM, timer_id, type(error).__name__)  # never its values
        db.session.commit()


@celery.task(name="retention.purge")  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete data that is no longer needed."""
    retention.purge(SYSTEM, current_app.config["SESSION_ABSOLUTE"])
    heartbeats.beat(SYSTEM, "retention")
    db.session.commit()
