"""Timers: each due one is handled once, by whichever sweep comes first."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.common.timer import Timer
from app.security.viewer import Role, Viewer

READMISSION_DAY = "readmission_day"
"""The first day on which an expelled organisation may be readmitted; subject: the organisation."""
MEETING_REMINDER = "meeting_reminder"
"""Some days before a meeting, or before the last day for answers; subject: the meeting."""
ANSWERS_DUE = "answers_due"
"""The deadline for answers to a written resolution; subject: the meeting."""
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


def take_due(actor: Viewer) -> Timer | None:
    """Return the next due timer, locked until the commit; None when nothing is due."""
    actor.require(Role.SYSTEM)
    return db.session.scalars(
        select(Timer)
        .where(Timer.done_at.is_(None), Timer.next_at <= clock.now())
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
