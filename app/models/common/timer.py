"""Timers (予定): notifications due on a day. They decide nothing."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import Code, UtcDateTime
from app.rules.common.clock_gaps import GapCause


class Timer(Model):
    """One task due at one instant, done once."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "due_at"),
        Index("ix_timer_next", "done_at", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the sweep processes it: first at the due time, after a failure somewhat later."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a person let it go although the clock had jumped."""
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_by: Mapped[str] = mapped_column(String(130), default="", server_default="")
    """The name of whoever paused it."""
    pause_reason: Mapped[str] = mapped_column(Text, default="", server_default="")


class TimerRun(Model):
    """How a kind of due work last went, and whether it is paused. A kind that did nothing has none."""

    __tablename__ = "timer_run"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it last did something."""
    done: Mapped[int] = mapped_column(Integer, default=0)
    """How much it did then."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """Failed runs since the last one that succeeded."""
    error: Mapped[str] = mapped_column(String(200), default="")
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_by: Mapped[str] = mapped_column(String(130), default="")
    pause_reason: Mapped[str] = mapped_column(Text, default="")


class ClockGap(Model):
    """A standstill or a jump of the clock. While it is open, irreversible kinds wait."""

    __tablename__ = "clock_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[GapCause] = mapped_column(Code(GapCause))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When a sweep last saw the clock before."""
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """What the clock said when a sweep saw it again."""
    released: Mapped[list[Any]] = mapped_column(JSON)
    """The kinds that a person has let go."""
    open_key: Mapped[int | None] = mapped_column(Integer, unique=True)
    """1 while it is open: two sweeps that find it at once write it once."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(130), default="")


class Heartbeat(Model):
    """When a sweep last completed, for `/readyz`."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
