"""Standstills and jumps of the clock: found by a sweep, settled by a person.

While one is open, irreversible kinds wait until a person lets them go; the others run.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app import clock
from app.database import insert_into
from app.errors import NotFound
from app.extensions import db
from app.models.common.timer import ClockGap
from app.rules.common.clock_gaps import gap
from app.security.viewer import Role, Viewer
from app.services.common import audit, heartbeats

SEEN = "clock"
"""The heartbeat by which the clock was last seen."""


def observe(actor: Viewer, *, ran: timedelta | None = None) -> ClockGap | None:
    """Compare the clock with when a sweep last saw it; return the open gap, if any.

    ran: see rules/common/clock_gaps. A gap found while one is open prolongs that one.
    """
    actor.require(Role.SYSTEM)
    seen_at, now = heartbeats.last_beat(SEEN), clock.now()
    cause = gap(seen_at, now, ran=ran, database_at=_database_time())
    if cause is not None:
        statement = insert_into(ClockGap, db.engine.dialect.name).values(
            cause=cause,
            seen_at=seen_at or now,
            found_at=now,
            released=[],
            open_key=1,
            settled_by="",
        )
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=[ClockGap.open_key], set_={"found_at": now}
            )
        )
    return present()


def present() -> ClockGap | None:
    """Return the open gap, if any."""
    return db.session.scalars(
        select(ClockGap)
        .where(ClockGap.open_key.is_not(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def release(actor: Viewer, gap_id: int, kind: str) -> ClockGap:
    """Let one kind go although the clock had jumped. Raises NotFound for a settled gap."""
    found = _locked(actor, gap_id)
    if kind not in found.released:
        found.released = [*found.released, kind]
        audit.record(actor, "timer.release", "timer_kind", kind)
    db.session.flush()
    return found


def settle(actor: Viewer, gap_id: int) -> ClockGap:
    """Let everything go. Raises NotFound for a settled gap."""
    found = _locked(actor, gap_id)
    found.open_key, found.settled_at, found.settled_by = None, clock.now(), actor.name
    audit.record(actor, "timer.release_all", "clock_gap", found.id)
    db.session.flush()
    return found


def _locked(actor: Viewer, gap_id: int) -> ClockGap:
    actor.require(Role.SECRETARIAT)
    found = db.session.get(ClockGap, gap_id, with_for_update=True, populate_existing=True)
    if found is None or found.open_key is None:
        raise NotFound
    return found


def _database_time() -> datetime | None:
    """Return the time of a database with a clock of its own; None while ours is frozen."""
    connection = db.session.connection()
    if clock.frozen_at() or connection.dialect.name == "sqlite":
        return None
    instant: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return instant.astimezone(UTC)
