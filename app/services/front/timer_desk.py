"""The secretariat's look at due work: every kind, and the timers that wait. No council's subjects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.common.timer import ClockGap, Timer, TimerRun
from app.rules.common.timer_kinds import TimerKind
from app.security.viewer import Role, Viewer
from app.services.common import audit, clock_gaps, rows, timer_runs
from app.services.common.due_work import Due
from app.services.front import timer_kinds

YEAR, SOON, LATE = timedelta(days=365), timedelta(minutes=10), timedelta(days=1)
SAMPLE = 2_000
"""Timers of the last year of which the lateness is read."""


class Lateness(NamedTuple):
    """How many timers were handled within ten minutes, within a day, and later."""

    soon: int = 0
    day: int = 0
    later: int = 0


class Line(NamedTuple):
    """A kind: how it last went, how many timers wait and are overdue, the next one, how late."""

    kind: TimerKind
    run: TimerRun | None
    pending: int
    overdue: int
    next_at: datetime | None
    late: Lateness | None
    is_held: bool
    may_drop: bool


class Waiting(NamedTuple):
    """A timer that waits, what it is, for whom, and whether it waits for a person."""

    timer: Timer
    kind: TimerKind
    name: str
    is_held: bool


def lines(actor: Viewer, gap: ClockGap | None) -> list[Line]:
    """Return all kinds. Of the council's kinds nothing but their name and their failures."""
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    runs, held = timer_runs.runs(), timer_kinds.halt(gap).held
    timed = timer_kinds.timed()
    waiting, late = _waiting(), _lateness()
    droppable = {each.kind.key for each in timer_kinds.due() if each.drop is not None}
    return [
        Line(
            kind,
            runs.get(key),
            *waiting.get(key, (0, 0, None)),
            late.get(key, Lateness()) if key in timed else None,
            key in held,
            key in droppable,
        )
        for key, kind in timer_kinds.kinds().items()
    ]


def page(actor: Viewer, gap: ClockGap | None, *, number: int) -> tuple[list[Waiting], int]:
    """Return a page of the timers that wait, the next first, and their number."""
    actor.require(Role.SECRETARIAT)
    timed, held = timer_kinds.timed(), timer_kinds.halt(gap).held
    wanted = select(Timer).where(Timer.done_at.is_(None), Timer.kind.in_(timed))
    found, total = rows.page(wanted.order_by(Timer.next_at, Timer.id), number)
    names = _names(found)
    return [
        Waiting(
            timer,
            timed[timer.kind].kind,
            names.get((timer.kind, timer.subject_id), ""),
            timer.kind in held and timer.released_at is None,
        )
        for timer in found
    ], total


def one(actor: Viewer, timer_id: int) -> Waiting:
    """Return one timer that waits. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    timer = rows.one(Timer, timer_id)
    each = timer_kinds.timed().get(timer.kind)
    if each is None or timer.done_at is not None:
        raise NotFound
    name = _names([timer]).get((timer.kind, timer.subject_id), "")
    return Waiting(timer, each.kind, name, is_held=False)


def listed(key: str) -> TimerKind:
    """Return a kind that an office may handle. Raises NotFound for the council's as for none."""
    kind = timer_kinds.kinds().get(key)
    if kind is None or not kind.is_listed:
        raise NotFound
    return kind


def pause(actor: Viewer, key: str, reason: str) -> TimerRun:
    """Pause a kind that the office may handle."""
    return timer_runs.pause(actor, listed(key).key, reason)


def resume(actor: Viewer, key: str) -> TimerRun:
    """Resume a kind that the office may handle."""
    return timer_runs.resume(actor, listed(key).key)


def release(actor: Viewer, gap_id: int, key: str) -> ClockGap:
    """Let one irreversible kind go although the clock had jumped. Raises NotFound for others."""
    kind = timer_kinds.kinds().get(key)
    if kind is None or not kind.is_irreversible:
        raise NotFound
    return clock_gaps.release(actor, gap_id, key)


def droppable(key: str) -> Due:
    """Return a kind of which what is due can be passed over. Raises NotFound for others."""
    for each in timer_kinds.due():
        if each.kind.key == key and each.drop is not None:
            return each
    raise NotFound


def drop(actor: Viewer, key: str, reason: str) -> int:
    """Pass over what waits of a kind since the clock's jump; return how much, at least 1.

    Raises NotFound where no gap is open, RuleViolation without a reason or where nothing waits.
    """
    actor.require(Role.SECRETARIAT)
    each, gap = droppable(key), clock_gaps.present()
    if gap is None or each.drop is None:
        raise NotFound
    if not reason.strip():
        raise RuleViolation(None, "実行しない理由を入力してください。")
    number = 0
    while done := each.drop(actor):
        number += done
    if not number:
        raise RuleViolation(None, "期限が来た処理はありません。")
    audit.record(actor, "timer.drop", "timer_kind", key, reason=reason.strip(), number=number)
    db.session.flush()
    return number


def ask_for_sweep(actor: Viewer) -> None:
    """Record that a person has the sweep run now. It does what is due, nothing else."""
    actor.require(Role.SECRETARIAT)
    audit.record(actor, "timer.sweep", "timer_kind", "")


def _waiting() -> Mapping[str, tuple[int, int, datetime | None]]:
    """Return kind → how many timers wait, how many of them are overdue, when the next is due."""
    overdue = func.count().filter(Timer.next_at <= clock.now() - SOON)
    found = db.session.execute(
        select(Timer.kind, func.count(), overdue, func.min(Timer.next_at))
        .where(Timer.done_at.is_(None))
        .group_by(Timer.kind)
    )
    return {kind: (total, late, first) for kind, total, late, first in found}


def _lateness() -> Mapping[str, Lateness]:
    wanted = (
        select(Timer.kind, Timer.due_at, Timer.done_at)
        .where(Timer.done_at > clock.now() - YEAR)
        .order_by(Timer.done_at.desc())
        .limit(SAMPLE)
    )
    waits: dict[str, list[timedelta]] = {}
    for kind, due_at, done_at in db.session.execute(wanted):
        if done_at is not None:
            waits.setdefault(kind, []).append(done_at - due_at)
    return {kind: _counted(each) for kind, each in waits.items()}


def _counted(waits: Iterable[timedelta]) -> Lateness:
    found = list(waits)
    soon, within = (sum(wait <= limit for wait in found) for limit in (SOON, LATE))
    return Lateness(soon, within - soon, len(found) - within)


def _names(found: Sequence[Timer]) -> Mapping[tuple[str, int], str]:
    names: dict[tuple[str, int], str] = {}
    for key, each in timer_kinds.timed().items():
        ids = {timer.subject_id for timer in found if timer.kind == key}
        if ids:
            names |= {(key, subject): name for subject, name in each.names(ids).items()}
    return names
