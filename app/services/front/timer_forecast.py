"""What would fire until a day: the sweep itself under an imagined clock.

The caller gives it a session of its own and rolls it back (views/common/rehearsal.py). Kinds that no
office may see are not run; neither are paused ones. What waits for a person counts as let go.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.common.timer_kinds import TimerKind
from app.security.viewer import Role, Viewer
from app.services.common import audit, holidays, timer_runs, timers
from app.services.common.due_work import Timed, Verb
from app.services.common.links import Links
from app.services.front import timer_kinds

PATIENCE = timedelta(seconds=10)
"""How long it computes: meanwhile nobody else writes on SQLite."""
BATCHES = 100
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
NAMED = (Application, DecisionBatch, Organisation)


class Fired(NamedTuple):
    """What a kind would do on a day. whom: names. failed: the type of an exception."""

    on: date
    kind: TimerKind
    number: int
    whom: Sequence[str]
    failed: str


class Forecast(NamedTuple):
    """What would fire, day by day, and the last day that was computed."""

    fired: Sequence[Fired]
    until: date


def run(
    actor: Viewer, until: date, links: Links, *, only: Collection[str] | None = None
) -> Forecast:
    """Run what is due from today until the end of a day. only: these kinds alone."""
    actor.require(Role.SYSTEM)
    began, today = clock.running(), clock.today()
    left_out = timer_runs.paused() | {
        key
        for key, kind in timer_kinds.kinds().items()
        if not kind.is_listed or (only is not None and key not in only)
    }
    fired: list[Fired] = []
    day = today
    while True:
        fired += _day(actor, day, links, left_out)
        if day >= until or clock.running() - began > PATIENCE:
            return Forecast(fired, day)
        day += DAY


def _day(actor: Viewer, day: date, links: Links, left_out: Collection[str]) -> list[Fired]:
    """Return what would fire on a day: each timer at its time, the rest at the day's end."""
    known, starts_at, fired = timer_kinds.timed(), clock.now(), []
    with clock.imagine(clock.at_start_of(day + DAY) - MOMENT):
        closed = holidays.is_closed(day)
        while (timer := timers.take_due(actor, waiting=left_out)) is not None:
            each = known.get(timer.kind)
            if each is not None:
                about = each.names([timer.subject_id]).values()
                with clock.imagine(max(starts_at, timer.next_at)):
                    act = partial(_handle, each, actor, timer, links)
                    fired.append(_fire(day, each.kind, act, *about))
            timers.finish(actor, timer)
        for due in timer_kinds.due():
            waits = due.kind.key in left_out or (due.kind.open_days and closed)
            if due.verb is not None and not waits:
                fired.append(_fire(day, due.kind, partial(_until_done, due.verb, actor, links)))
    return [each for each in fired if each.number or each.failed]


def _handle(each: Timed, actor: Viewer, timer: Timer, links: Links) -> int:
    each.handler(actor, timer, links)
    return 1


def _until_done(verb: Verb, actor: Viewer, links: Links) -> int:
    total = 0
    for _batch in range(BATCHES):
        done = verb(actor, links)
        total += done
        if not done:
            break
    return total


def _fire(day: date, kind: TimerKind, act: Callable[[], int], *about: str) -> Fired:
    """Do it, undo it where it fails, and read for whom it was from letters and changed rows."""
    last = db.session.scalar(select(func.max(OutboxMessage.id))) or 0
    try:
        with audit.savepoint(), _changed() as rows:
            number = act()
            db.session.flush()
    except Exception as error:
        return Fired(day, kind, 0, about, type(error).__name__)
    if not number:
        return Fired(day, kind, 0, about, "")
    wanted = select(OutboxMessage.recipient_name).where(
        OutboxMessage.id > last, OutboxMessage.unlisted.is_(False)
    )
    told = db.session.scalars(wanted.order_by(OutboxMessage.id))
    names = dict.fromkeys([*about, *(row.name for row in rows), *told])
    return Fired(day, kind, number, tuple(names), "")


@contextmanager
def _changed() -> Iterator[list[Any]]:
    """Collect the rows with a name that are changed: a member without an address gets no letter."""
    found: list[Any] = []

    def collect(session: Session, _context: Any, _instances: Any) -> None:
        found.extend(row for row in session.dirty if isinstance(row, NAMED))

    event.listen(db.session(), "before_flush", collect)
    try:
        yield found
    finally:
        event.remove(db.session(), "before_flush", collect)
