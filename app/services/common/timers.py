"""Timers: each due one is handled once, by whichever sweep comes first."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from app import clock
from app.database import insert_into
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.timer import Timer
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, timer_runs

READMISSION_DAY = "readmission_day"
"""The first day on which an expelled organisation may be readmitted; subject: the organisation."""
MEETING_REMINDER = "meeting_reminder"
"""Some days before a meeting, or before the last day for answers; subject: the meeting."""
ANSWERS_DUE = "answers_due"
"""The deadline for answers to a written resolution; subject: the meeting."""
EVENT_SEATS = "event_seats"
"""The end of an offer, of kept seats or of registration: free seats are offered; subject: the event."""
EVENT_REMINDER = "event_reminder"
"""Some days before an event; subject: the event."""
EVENT_AFTER = "event_after"
"""The morning after an event; subject: the event."""
PAUSE = timedelta(minutes=10)
"""Pause before a failed timer is retried; it grows with every failure, up to a day."""


def schedule(kind: str, subject_id: int, due_at: datetime) -> None:
    """Schedule a timer at this instant; an identical one is scheduled once."""
    statement = insert_into(Timer, db.engine.dialect.name).values(
        kind=kind, subject_id=subject_id, due_at=due_at, next_at=due_at, attempts=0, error=""
    )
    db.session.execute(statement.on_conflict_do_nothing())


def cancel(kind: str, subject_id: int) -> None:
    """Delete the pending timers of a subject."""
    db.session.execute(
        delete(Timer).where(
            Timer.kind == kind, Timer.subject_id == subject_id, Timer.done_at.is_(None)
        )
    )


def take_due(
    actor: Viewer, *, waiting: Collection[str] = (), held: Collection[str] = ()
) -> Timer | None:
    """Return the next due timer, locked until the commit; None when nothing is due.

    waiting: kinds that do not run now. held: those that run only where a person released the timer.
    """
    actor.require(Role.SYSTEM)
    return db.session.scalars(
        select(Timer)
        .where(Timer.done_at.is_(None), Timer.next_at <= clock.now(), Timer.paused_at.is_(None))
        .where(Timer.kind.not_in(waiting))
        .where(or_(Timer.kind.not_in(held), Timer.released_at.is_not(None)))
        .order_by(Timer.next_at, Timer.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def finish(actor: Viewer, timer: Timer) -> None:
    """Mark the timer as handled."""
    actor.require(Role.SYSTEM)
    timer.done_at, timer.error = clock.now(), ""
    db.session.flush()


def postpone(actor: Viewer, timer_id: int, error: str) -> None:
    """Postpone a failed timer and keep the error. The caller has rolled back."""
    actor.require(Role.SYSTEM)
    timer = db.session.get_one(Timer, timer_id, with_for_update=True, populate_existing=True)
    timer.attempts += 1
    timer.error = error[:2000]
    timer.next_at = clock.now() + min(PAUSE * timer.attempts, timedelta(days=1))
    db.session.flush()


def due(actor: Viewer) -> int:
    """Return the number of due timers."""
    actor.require(Role.SYSTEM)
    statement = select(func.count()).select_from(Timer)
    return (
        db.session.scalar(statement.where(Timer.done_at.is_(None), Timer.next_at <= clock.now()))
        or 0
    )


def pause(actor: Viewer, timer_id: int, reason: str) -> Timer:
    """Pause one timer. Raises RuleViolation without a reason, StaleState if it is not pending."""
    timer = _pending(actor, timer_id)
    timer_runs.mark_paused(actor, timer, reason)
    audit.record(actor, "timer.pause", "timer", timer.id, kind=timer.kind, reason=reason.strip())
    return timer


def resume(actor: Viewer, timer_id: int) -> Timer:
    """Resume one timer. Raises StaleState if it is not paused."""
    timer = _pending(actor, timer_id)
    timer_runs.mark_resumed(timer)
    audit.record(actor, "timer.resume", "timer", timer.id, kind=timer.kind)
    return timer


def run_now(actor: Viewer, timer_id: int) -> Timer:
    """Let a due timer run at the next sweep: one that failed, or that waits after a clock's jump.

    Raises RuleViolation before its day, which an article or a rule has fixed.
    """
    timer = _pending(actor, timer_id)
    if timer.due_at > clock.now():
        raise RuleViolation(None, "期日より前に実行することはできません。")
    timer.next_at = timer.released_at = clock.now()
    audit.record(actor, "timer.run", "timer", timer.id, kind=timer.kind)
    db.session.flush()
    return timer


def drop(actor: Viewer, timer_id: int, reason: str) -> Timer:
    """Close a due timer without doing what it is for. Raises RuleViolation without a reason."""
    timer = _pending(actor, timer_id)
    if not reason.strip():
        raise RuleViolation(None, "実行しない理由を入力してください。")
    if timer.due_at > clock.now():
        raise RuleViolation(None, "期日より前の予定は、止めることだけができます。")
    timer.done_at = clock.now()
    audit.record(actor, "timer.drop", "timer", timer.id, kind=timer.kind, reason=reason.strip())
    db.session.flush()
    return timer


def _pending(actor: Viewer, timer_id: int) -> Timer:
    actor.require(Role.SECRETARIAT)
    timer = rows.locked(Timer, timer_id)
    if timer.done_at is not None:
        raise StaleState("この予定は、すでに処理されています。")
    return timer
