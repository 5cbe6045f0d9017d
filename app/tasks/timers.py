"""The sweep over timers and over everything that is due by its date."""

import logging
from collections.abc import Callable
from functools import partial

from flask import current_app

from app.extensions import celery, db
from app.models.timer import Timer
from app.security.viewer import SYSTEM, Viewer
from app.services import (
    applications,
    contacts,
    coordination,
    disclosures_due,
    heartbeats,
    received,
    reminders,
    retention,
    timers,
    withdrawals,
)
from app.services.links import Links
from app.services.outbox import WAKE
from app.tasks.outbox import sweep as sweep_outbox

log = logging.getLogger(__name__)
MOST_BATCHES = 100


@celery.task(name="timers.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Tell what is due, one transaction each: a failure of one holds up no other."""
    while (timer := timers.take_due(SYSTEM)) is not None:
        tell(timer)
    db.session.commit()
    carry_out(applications.expire_unconfirmed)
    carry_out(withdrawals.take_effect_due)
    carry_out(partial(contacts.ask_due, links=links()))
    carry_out(partial(received.remind_due, links=links()))
    carry_out(partial(disclosures_due.remind_due, links=links()))
    carry_out(coordination.join_due)
    heartbeats.beat(SYSTEM, "timers")
    letters = db.session.info.pop(WAKE, False)
    db.session.commit()
    if letters:
        sweep_outbox.delay()


def tell(timer: Timer) -> None:
    """Let the timer's kind tell it; what fails is tried again later."""
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


def carry_out(verb: Callable[[Viewer], int]) -> None:
    """Carry out one verb that finds by itself what is due, until it finds nothing any more."""
    try:
        for _batch in range(MOST_BATCHES):
            done = verb(SYSTEM)
            db.session.commit()
            if not done:
                break
    except Exception:
        db.session.rollback()
        log.exception("%s failed", verb)


def links() -> Links:
    """Addresses for letters that no request asked for."""
    settings = current_app.config
    base = settings["BASE_URL"] or f"http://127.0.0.1:{settings['PORT']}"
    return Links(base.rstrip("/"), settings["SECRET_KEY"], settings["MAILBOX"])


@celery.task(name="retention.purge")  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete what is kept no longer than needed."""
    retention.purge(SYSTEM, current_app.config["SESSION_ABSOLUTE"])
    db.session.commit()
