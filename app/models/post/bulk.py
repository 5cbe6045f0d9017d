"""Notices of the outbox (発信): letters to one or many that say the same."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.post.file import MailFile
from app.rules.states.post.bulk import BulkState


class MailBulk(Model):
    """One notice: what the outbox lists, and what is stopped and resumed as a whole."""

    __tablename__ = "mail_bulk"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(170), unique=True)
    """Purpose, subject and period of its letters; empty for one that an officer draws up."""
    purpose: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[BulkState] = mapped_column(Code(BulkState))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_name: Mapped[str] = mapped_column(String(130), default="")
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Before then none of its letters goes."""
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last stopped; the state says whether it still is."""

    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Of one that an officer draws up: the paragraphs, a line each."""
    formal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether its letters are documents of the office, with a number (施行文書)."""
    member_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The organisations chosen as recipients."""
    tests: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often it was sent to an officer as a test."""

    papers: Mapped[list["MailBulkPaper"]] = relationship(
        order_by="MailBulkPaper.id", cascade="all, delete-orphan"
    )


class MailBulkPaper(Model):
    """A file that the letters of a notice carry."""

    __tablename__ = "mail_bulk_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("mail_bulk.id"), index=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("mail_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)

    file: Mapped[MailFile] = relationship()
