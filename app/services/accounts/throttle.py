"""The pause after failed log-in attempts: growing, capped, and never a permanent lock-out.

Failures are counted for a name from one network (/24, /64) and, more loosely, for the name from
anywhere. A known device has its own counter, which attempts from elsewhere cannot exhaust.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.accounts.user import LoginThrottle
from app.security.networks import neighbourhood
from app.security.viewer import Viewer

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
FREE_FROM_NETWORK = 5
FREE_FROM_DEVICE = 10
FREE_FROM_ANYWHERE = 50


class Counter(NamedTuple):
    """One counter of failures, and the number of free ones before the first pause."""

    key: str
    free: int


def counters(name: str, address: str, device: str | None) -> tuple[Counter, ...]:
    """Return the counters of an attempt. device: a known device of the account, or None."""
    if device is not None:
        return (Counter(_key("device", name, device), FREE_FROM_DEVICE),)
    return (
        Counter(_key("network", name, neighbourhood(address)), FREE_FROM_NETWORK),
        Counter(anywhere(name), FREE_FROM_ANYWHERE),
    )


def anywhere(name: str) -> str:
    """Return the key of a name's counter over all networks."""
    return _key("anywhere", name)


def reserve(actor: Viewer, counted: Sequence[Counter]) -> datetime | None:
    """Count a failure in advance; during a pause return its end instead.

    Counted and committed before the password is compared: simultaneous attempts get no more free
    ones than consecutive ones.
    """
    now = clock.now()
    rows = [(_locked(counter.key), counter.free) for counter in sorted(counted)]
    ends = [
        row.last_failed_at + pause(row.failures, free)
        for row, free in rows
        if row.failures >= free and not _is_forgotten(row, now)
    ]
    if any(end > now for end in ends):
        return max(ends)
    for row, _free in rows:
        row.failures = 1 if _is_forgotten(row, now) else row.failures + 1
        row.last_failed_at = now
    db.session.flush()
    return None


def clear(actor: Viewer, counted: Sequence[Counter]) -> None:
    """Clear the failures of this origin after a success, and take back the advance count."""
    for counter in sorted(counted):
        row = _locked(counter.key)
        row.failures = max(row.failures - 1, 0) if counter.free == FREE_FROM_ANYWHERE else 0
    db.session.flush()


def forget_name(actor: Viewer, *names: str) -> None:
    """Lift the pause over all networks, after a password reset by mail."""
    keys = [anywhere(name) for name in names]
    db.session.execute(delete(LoginThrottle).where(LoginThrottle.key_hash.in_(keys)))


def pause(failures: int, free: int) -> timedelta:
    """Return the pause after this many failures: none, then 30 seconds, doubled each time."""
    if failures < free:
        return timedelta(0)
    doublings = min(failures - free, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _is_forgotten(row: LoginThrottle, now: datetime) -> bool:
    return now - row.last_failed_at > FORGOTTEN_AFTER


def _locked(key: str) -> LoginThrottle:
    values = {"key_hash": key, "failures": 0, "last_failed_at": clock.now()}
    first = insert_into(LoginThrottle, db.engine.dialect.name).values(**values)
    db.session.execute(first.on_conflict_do_nothing())
    return db.session.scalars(
        select(LoginThrottle)
        .where(LoginThrottle.key_hash == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
