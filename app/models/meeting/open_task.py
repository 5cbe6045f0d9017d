"""Follow-up tasks from discussion items (協議から生じた課題)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import ColumnElement, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import UtcDateTime
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
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_note: Mapped[str] = mapped_column(String(500), default="")

    item: Mapped[AgendaItem] = relationship()

    __table_args__ = (Index("ix_open_task_state", "done_at", "due_on"),)

    @property
    def state(self) -> OpenTaskState:
        """The state, told by the columns."""
        return OpenTaskState.OPEN if self.done_at is None else OpenTaskState.DONE

    @classmethod
    def in_state(cls, state: OpenTaskState) -> ColumnElement[bool]:
        """Return the condition for rows in this state, in terms of the index."""
        if state is OpenTaskState.OPEN:
            return cls.done_at.is_(None)
        return cls.done_at.is_not(None)
