"""The roll of a meeting (E), attendance and proxies (規約第11条, 第12条)."""

import secrets
from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.meeting.roll import Choice


class RollEntry(Model):
    """An executive member on the record date, with its reply to the meeting notice."""

    __tablename__ = "meeting_roll"
    __table_args__ = (UniqueConstraint("meeting_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the member was released in this meeting: it leaves E for the items still open."""
    link_nonce: Mapped[str] = mapped_column(String(43), default=lambda: secrets.token_urlsafe(32))
    """The nonce in the personal link of the meeting notice."""

    reply: Mapped[Reply | None] = mapped_column(Code(Reply))
    attendee: Mapped[str] = mapped_column(String(130), default="")
    """Name of the person attending."""
    is_substitute: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(String(500), default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replied_by: Mapped[AnswerWay | None] = mapped_column(Code(AnswerWay))

    meeting: Mapped[Meeting] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Presence(Model):
    """A period during which a member was present, in the room or online."""

    __tablename__ = "meeting_presence"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    online: Mapped[bool] = mapped_column(Boolean, default=False)
    attendee: Mapped[str] = mapped_column(String(130), default="")
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    departed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        Index(
            "uq_meeting_presence_now",
            "meeting_id",
            "organisation_id",
            unique=True,
            sqlite_where=departed_at.is_(None),
            postgresql_where=departed_at.is_(None),
        ),
    )


class Proxy(Model):
    """A written proxy (委任状; 規約第12条第3項), valid until revoked or the principal arrives."""

    __tablename__ = "meeting_proxy"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    covers_all: Mapped[bool] = mapped_column(Boolean, default=True)
    """Whether it covers all notified resolutions; otherwise only those with an instruction row."""
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it arrived, whenever it was entered."""
    filed_by: Mapped[AnswerWay] = mapped_column(Code(AnswerWay))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    scan: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    no_scan_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")

    principal: Mapped[Organisation] = relationship(foreign_keys=[principal_id])
    agent: Mapped[Organisation] = relationship(foreign_keys=[agent_id])
    instructions: Mapped[list["ProxyInstruction"]] = relationship(order_by="ProxyInstruction.id")

    __table_args__ = (
        Index(
            "uq_meeting_proxy_now",
            "meeting_id",
            "principal_id",
            unique=True,
            sqlite_where=ended_at.is_(None),
            postgresql_where=ended_at.is_(None),
        ),
    )


class ProxyInstruction(Model):
    """The principal's instruction on one item; without a choice the agent decides freely."""

    __tablename__ = "meeting_proxy_instruction"
    __table_args__ = (UniqueConstraint("proxy_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proxy_id: Mapped[int] = mapped_column(ForeignKey("meeting_proxy.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    choice: Mapped[Choice | None] = mapped_column(Code(Choice))
