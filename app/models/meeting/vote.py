"""Votes cast in a meeting and written statements (規約第12条)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, VoteWay
from app.rules.meeting.roll import Choice


class Vote(Model):
    """A member's vote on an item, cast by itself or its agent: one per member, the last counts."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The agent who cast it for the member; empty: the member itself."""
    choice: Mapped[Choice] = mapped_column(Code(Choice))
    way: Mapped[VoteWay] = mapped_column(Code(VoteWay))
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])


class StatementPaper(Model):
    """The paper, FAX or mail from which statements were entered, or why there is no copy of it."""

    __tablename__ = "statement_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("meeting_roll.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    scan: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    no_scan_reason: Mapped[str] = mapped_column(String(300), default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Statement(Model):
    """A written statement for or against (意思表明), never changed: a member's last one counts."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_item", "item_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    choice: Mapped[Choice] = mapped_column(Code(Choice))
    way: Mapped[AnswerWay] = mapped_column(Code(AnswerWay))
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it arrived, whenever it was read or entered."""
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("statement_paper.id"))

    organisation: Mapped[Organisation] = relationship()
    paper: Mapped[StatementPaper | None] = relationship()
