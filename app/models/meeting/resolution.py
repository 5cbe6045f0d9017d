"""Sealed records of resolutions (議決の記録), chained by hash."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.meeting.agenda import AgendaItem
from app.rules.states.meeting.meeting import Outcome


class ResolutionRecord(Model):
    """The decision on one item: the frozen roll, every vote, the calculation, the effect."""

    __tablename__ = "resolution_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome] = mapped_column(Code(Outcome))
    effective_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The effective date; empty if it did not pass."""
    article: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    """The calculation in words."""
    effect: Mapped[str] = mapped_column(Text, default="")
    """The resulting changes, in words."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    item: Mapped[AgendaItem] = relationship()
