"""Minutes of a meeting (議事録): the full text and the public version."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.accounts.user import Account
from app.models.common.types import Code, UtcDateTime
from app.models.meeting.meeting import Meeting
from app.rules.states.meeting.minutes import MinutesState


class Minutes(Model):
    """The minutes of one meeting: drafted from the record, edited, and immutable once confirmed."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(Code(MinutesState))
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(Text)
    """The text with persons' names masked (●●); members' names stay."""
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    meeting: Mapped[Meeting] = relationship()
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])
