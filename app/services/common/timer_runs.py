"""How each kind of due work last went, and which kinds a person has paused."""

from collections.abc import Mapping

from sqlalchemy import select

from app import clock
from app.database import insert_into
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.timer import Timer, TimerRun
from app.security.viewer import Role, Viewer
from app.services.common import audit

EMPTY = {"done": 0, "failures": 0, "error": "", "paused_by": "", "pause_reason": ""}


def runs() -> Mapping[str, TimerRun]:
    """Return kind → how it last went; a kind that has never done anything is absent."""
    fresh = select(TimerRun).execution_options(populate_existing=True)
    return {run.kind: run for run in db.session.scalars(fresh)}


def paused() -> frozenset[str]:
    """Return the kinds that are paused."""
    wanted = select(TimerRun.kind).where(TimerRun.paused_at.is_not(None))
    return frozenset(db.session.scalars(wanted))


def note(actor: Viewer, kind: str, done: int, error: str = "") -> None:
    """Note that a kind did so much, or failed. A run that found nothing due leaves no trace.

    error: the type of the exception, never its values.
    """
    actor.require(Role.SYSTEM)
    if error:
        run = _locked(kind)
        run.failures, run.error = run.failures + 1, error[:200]
    elif done:
        run = _locked(kind)
        run.ran_at, run.done, run.failures, run.error = clock.now(), done, 0, ""
    db.session.flush()


def pause(actor: Viewer, kind: str, reason: str) -> TimerRun:
    """Pause a kind. Raises RuleViolation without a reason, StaleState if it is paused already."""
    actor.require(Role.SECRETARIAT)
    run = _locked(kind)
    mark_paused(actor, run, reason)
    audit.record(actor, "timer.pause", "timer_kind", kind, reason=run.pause_reason)
    return run


def resume(actor: Viewer, kind: str) -> TimerRun:
    """Resume a kind. Raises StaleState if it is not paused."""
    actor.require(Role.SECRETARIAT)
    run = _locked(kind)
    mark_resumed(run)
    audit.record(actor, "timer.resume", "timer_kind", kind)
    return run


def mark_paused(actor: Viewer, row: Timer | TimerRun, reason: str) -> None:
    """Write to a timer or a kind that it is paused, by whom and why."""
    if row.paused_at is not None:
        raise StaleState("すでに止められています。")
    if not reason.strip():
        raise RuleViolation(None, "止める理由を入力してください。")
    row.paused_at, row.paused_by, row.pause_reason = clock.now(), actor.name, reason.strip()
    db.session.flush()


def mark_resumed(row: Timer | TimerRun) -> None:
    """Take the pause off a timer or a kind."""
    if row.paused_at is None:
        raise StaleState("すでに再開されています。")
    row.paused_at, row.paused_by, row.pause_reason = None, "", ""
    db.session.flush()


def _locked(kind: str) -> TimerRun:
    """Return the kind's row, locked and fresh; written if there is none."""
    statement = insert_into(TimerRun, db.engine.dialect.name).values(kind=kind, **EMPTY)
    db.session.execute(statement.on_conflict_do_nothing())
    return db.session.get_one(TimerRun, kind, with_for_update=True, populate_existing=True)
