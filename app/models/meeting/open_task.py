"""Follow-up tasks from discussions (協議から生じた課題)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.meeting.agenda import AgendaItem
from app.rules.states.meeting.open_task import OpenTaskState


class OpenTask(Model):
    """One task arising from an item: content, responsible person, deadline, completion."""

    __tablename__ = "open_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None] = mapped_column(Date)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[OpenTaskState] = mapped_column(Code(OpenTaskState))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_note: Mapped[str] = mapped_column(String(500), default="")

    item: Mapped[AgendaItem] = relationship()

    __table_args__ = (Index("ix_open_task_state", "state", "due_on"),)
