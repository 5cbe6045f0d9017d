"""Checks of what every wing stands on: timers, trail, clock, disk."""

import shutil
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, cast, extract, func, select

from app import clock
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.common.timer import Heartbeat, Timer
from app.security.case_visibility import CASE_SUBJECT
from app.services.common.checks import (
    LATE,
    Check,
    Level,
    Question,
    Surroundings,
    any_is,
    at_least,
    by_age,
    sweep,
)
from app.services.common.gauges import Gauge

WAITING = Timer.done_at.is_(None)
NEWEST_ENTRY = (
    select(AuditEntry.at)
    .where(AuditEntry.subject_type != CASE_SUBJECT)  # when a case is worked on is its own matter
    .order_by(AuditEntry.sequence.desc())
    .limit(1)
)
AHEAD = timedelta(minutes=1)
"""How far the last entry of the trail may lie ahead of this machine's clock."""
MOST_APART = 5, 60
"""Seconds between the clocks of database and machine: to be watched, bad."""
LEAST_FREE = 2 * 10**9, 5 * 10**8
"""Free bytes on the disk: to be watched, bad."""


def oldest_timer(_where: Surroundings) -> Any:
    """Return since when the oldest timer not handled is due."""
    due = (WAITING, Timer.due_at <= clock.now())
    return select(func.min(Timer.due_at)).where(*due).scalar_subquery()


def failed_timers(_where: Surroundings) -> Any:
    """Return the number of timers that failed and are retried later."""
    return select(func.count(Timer.id)).where(WAITING, Timer.attempts > 0).scalar_subquery()


def last_entry(_where: Surroundings) -> Any:
    """Return the time of the audit trail's last entry outside the cases."""
    return NEWEST_ENTRY.scalar_subquery()


def not_ahead(at: datetime | None) -> Level:
    """Judge the trail's end: an entry of the future means that the clock was put back."""
    return Level.BAD if at is not None and at > clock.now() + AHEAD else Level.FINE


def clocks_apart(_where: Surroundings) -> Any:
    """Return the seconds by which the database's clock is ahead of this machine's."""
    there = extract("epoch", func.clock_timestamp())
    return cast(there - clock.now().timestamp(), Integer)


def has_clock(_where: Surroundings) -> bool:
    """Whether the database has a clock of its own, and ours is not frozen."""
    return db.engine.dialect.name != "sqlite" and clock.frozen_at() is None


def judge_clocks(seconds: int) -> Level:
    """Judge the difference of the clocks, in either direction."""
    watch, bad = MOST_APART
    return at_least(watch=-watch, bad=-bad)(-abs(seconds))


def free_bytes(where: Surroundings) -> int:
    """Return the free bytes on the disk of the instance folder."""
    return shutil.disk_usage(where.folder).free


CHECKS = (
    sweep("timers", Question.TIMERS),
    Check(
        "timer_oldest", Question.TIMERS, oldest_timer, by_age(watch=LATE, bad=timedelta(hours=1))
    ),
    Check("timers_failed", Question.TIMERS, failed_timers, any_is(Level.WATCH)),
    Check("audit_head", Question.SYSTEM, last_entry, not_ahead),
    Check("clock", Question.SYSTEM, clocks_apart, judge_clocks, has_clock),
    Check("disk", Question.SYSTEM, free_bytes, at_least(watch=LEAST_FREE[0], bad=LEAST_FREE[1])),
)
GAUGES = (
    Gauge(
        "platform_sweep_last_success_timestamp_seconds",
        "When a sweep last succeeded.",
        "sweep",
        lambda: select(Heartbeat.name, Heartbeat.beat_at).where(
            Heartbeat.name.not_like("backup%")  # services/front/health.py
        ),
    ),
    Gauge(
        "platform_timers_late",
        "Timers due for more than three minutes.",
        "kind",
        lambda: (
            select(Timer.kind, func.count())
            .where(WAITING, Timer.due_at < clock.now() - LATE)
            .group_by(Timer.kind)
        ),
    ),
    Gauge(
        "platform_audit_head_age_seconds",
        "Time since the last entry of the audit trail outside the cases.",
        "",
        lambda: NEWEST_ENTRY,
    ),
)
