"""The sweep over timers and everything else due by its date."""

import logging
from datetime import datetime, timedelta

from flask import current_app

from app import bell, clock
from app.extensions import celery, db
from app.models.common.timer import Timer
from app.security.viewer import SYSTEM, Viewer
from app.services.common import clock_gaps, heartbeats, sweep_requests, timer_runs, timers
from app.services.common.due_work import Verb
from app.services.front import due, restores, retention, timer_kinds
from app.services.front.timer_kinds import Halt
from app.tasks.common.batches import links, run_until_done

log = logging.getLogger(__name__)
_ended: tuple[datetime, timedelta] | None = None
"""When this process last ended a sweep: the beat it left, and by the clock that nobody sets."""


@celery.task(name="timers.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Handle what is due, one transaction each: a failure of one holds up no other."""
    restores.check(SYSTEM)
    db.session.commit()
    halt = look_at_the_clock()
    while (timer := timers.take_due(SYSTEM, waiting=halt.waiting, held=halt.held)) is not None:
        handle(timer)
    db.session.commit()
    for each in timer_kinds.due():
        if each.verb is not None and not halt.stops(each.kind.key):
            run(each.kind.key, each.verb)
    beat()
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        bell.ring("outbox.sweep")


def look_at_the_clock() -> Halt:
    """Compare the clock with when it was last seen; return what does not run now."""
    ran = None
    if _ended is not None and _ended[0] == heartbeats.last_beat(clock_gaps.SEEN):
        ran = clock.running() - _ended[1]
    gap = clock_gaps.observe(SYSTEM, ran=ran)
    halt = timer_kinds.halt(gap)
    db.session.commit()
    return halt


def beat() -> None:
    """Record that the sweep has completed a run."""
    global _ended
    now = clock.now()
    heartbeats.beat(SYSTEM, clock_gaps.SEEN, now)
    heartbeats.beat(SYSTEM, "timers", now)
    _ended = now, clock.running()


def handle(timer: Timer) -> None:
    """Run the handler of the timer's kind; retry later after a failure."""
    timer_id, kind = timer.id, timer.kind
    try:
        timer_kinds.timed()[kind].handler(SYSTEM, timer, links())
        timers.finish(SYSTEM, timer)
        timer_runs.note(SYSTEM, kind, 1)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("timer failed", extra={"timer": timer_id})
        timers.postpone(SYSTEM, timer_id, type(error).__name__)  # never its values
        timer_runs.note(SYSTEM, kind, 0, type(error).__name__)
        db.session.commit()


def run(kind: str, verb: Verb) -> None:
    """Run what is due by its row's date, and note how it went."""

    def batch(actor: Viewer) -> int:
        return verb(actor, links())

    done, error = run_until_done(batch, name=kind)
    timer_runs.note(SYSTEM, kind, done, error)
    db.session.commit()


@celery.task(name="retention.purge")  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete data that is no longer needed."""
    if not look_at_the_clock().stops(due.PURGE):
        retention.purge(SYSTEM, current_app.config["SESSION_ABSOLUTE"])
    heartbeats.beat(SYSTEM, "retention")
    db.session.commit()
