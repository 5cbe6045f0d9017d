"""The sweep over timers and everything else due by its date."""

import logging
from functools import partial

from flask import current_app

from app.extensions import celery, db
from app.models.common.timer import Timer
from app.security.viewer import SYSTEM
from app.services.admission import applications
from app.services.cases import coordination, pending_disclosures, received_requests
from app.services.common import heartbeats, sweep_requests, timers
from app.services.filings import contact_questions, withdrawals
from app.services.front import reminders, retention
from app.tasks.common.batches import links, run_until_done
from app.tasks.post.outbox import sweep as sweep_outbox

log = logging.getLogger(__name__)


@celery.task(name="timers.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Handle what is due, one transaction each: a failure of one holds up no other."""
    while (timer := timers.take_due(SYSTEM)) is not None:
        handle(timer)
    db.session.commit()
    run_until_done(applications.expire_unconfirmed)
    run_until_done(withdrawals.take_effect_due)
    run_until_done(partial(contact_questions.ask_due, links=links()))
    run_until_done(partial(received_requests.remind_due, links=links()))
    run_until_done(partial(pending_disclosures.remind_due, links=links()))
    run_until_done(coordination.join_due)
    heartbeats.beat(SYSTEM, "timers")
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        sweep_outbox.delay()


def handle(timer: Timer) -> None:
    """Run the handler of the timer's kind; retry later after a failure."""
    timer_id = timer.id
    try:
        reminders.HANDLERS[timer.kind](SYSTEM, timer, links())
        timers.finish(SYSTEM, timer)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("timer %s failed", timer_id)
        timers.postpone(SYSTEM, timer_id, f"{type(error).__name__}: {error}")
        db.session.commit()


@celery.task(name="retention.purge")  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete data that is no longer needed."""
    retention.purge(SYSTEM, current_app.config["SESSION_ABSOLUTE"])
    db.session.commit()
