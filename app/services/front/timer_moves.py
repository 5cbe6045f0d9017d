"""Timers that the rule in force has at another instant: after a changed setting, or a new version."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from app import clock
from app.errors import StaleState
from app.extensions import db
from app.models.common.timer import Timer
from app.rules.common.timer_kinds import TimerKind
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, timers
from app.services.common.due_work import Timed
from app.services.front import timer_kinds


class Move(NamedTuple):
    """The timers of a subject: when they are scheduled, and when the rule has them."""

    kind: TimerKind
    subject_id: int
    name: str
    before: Sequence[datetime]
    after: Sequence[datetime]


def moves(actor: Viewer) -> list[Move]:
    """Return the subjects whose coming timers the rule has at other instants."""
    actor.require(Role.SECRETARIAT)
    return [move for each in timer_kinds.timed().values() for move in _of(each)]


def stamp(found: Sequence[Move]) -> str:
    """Return a fingerprint of the moves, so that nobody applies others than those shown."""
    return rows.fingerprint(
        [
            [
                move.kind.key,
                move.subject_id,
                *(at.isoformat() for at in (*move.before, *move.after)),
            ]
            for move in found
        ]
    )


def apply(actor: Viewer, *, seen: str) -> int:
    """Move the timers to where the rule has them; return for how many subjects.

    Raises StaleState where they are no longer those shown. What is due already stays.
    """
    actor.require(Role.SECRETARIAT)
    found = moves(actor)
    if seen != stamp(found):
        raise StaleState("画面を開いた後に予定が変わりました。画面を開き直してください。")
    for move in found:
        db.session.execute(
            delete(Timer).where(
                Timer.kind == move.kind.key,
                Timer.subject_id == move.subject_id,
                Timer.done_at.is_(None),
                Timer.due_at > clock.now(),
            )
        )
        for moment in move.after:
            timers.schedule(move.kind.key, move.subject_id, moment)
        audit.record(
            actor,
            "timer.move",
            "timer_kind",
            move.kind.key,
            subject=move.subject_id,
            before=[at.isoformat() for at in move.before],
            after=[at.isoformat() for at in move.after],
        )
    db.session.flush()
    return len(found)


def _of(each: Timed) -> list[Move]:
    now = clock.now()
    coming: dict[int, list[datetime]] = {}
    found = db.session.execute(
        select(Timer.subject_id, Timer.due_at)
        .where(Timer.kind == each.kind.key, Timer.done_at.is_(None), Timer.due_at > now)
        .order_by(Timer.due_at)
    )
    for subject, moment in found:
        coming.setdefault(subject, []).append(moment)
    ruled = {
        subject: sorted(moment for moment in each.moments(subject) if moment > now)
        for subject in coming
    }
    moved = [subject for subject, before in coming.items() if before != ruled[subject]]
    names = each.names(moved) if moved else {}
    return [
        Move(each.kind, subject, names.get(subject, ""), coming[subject], ruled[subject])
        for subject in moved
    ]
