"""The sweep over timers and everything else due by its date."""

import logging
from functools import partial

from flask import current_app

from app.extensions import celery, db
from app.models.common.timer import Timer
from app.security.viewer import SYSTEM
from app.services.admission import applications
from app.services.cases import coordination, disclosures_due, received
from app.services.common import heartbeats, sweep_requests, timers
from app.services.filings import contact_questions, withdrawals
from app.services.front import reminders, retention
from app.tasks.common.batches import carry_out, links
from app.tasks.post.outbox import sweep as sweep_outbox

log = logging.getLogger(__name__)


@celery.task(name="timers.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Handle what is due, one transaction each: a failure of one holds up no other."""
    while (timer := timers.take_due(SYSTEM)) is not None:
        tell(timer)
    db.session.commit()
    carry_out(applications.expire_unconfirmed)
    carry_out(withdrawals.take_effect_due)
    carry_out(partial(contact_questions.ask_due, links=links()))
    carry_out(partial(received.remind_due, links=links()))
    carry_out(partial(disclosures_due.remind_due, links=links()))
    carry_out(coordination.join_due)
    heartbeats.beat(SYSTEM, "timers")
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        sweep_outbox.delay()


def tell(timer: Timer) -> None:
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
