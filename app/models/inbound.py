"""Mails that came in as answers to notices (受信メール; 規約第12条第4項). The original is kept."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.attendance import RollEntry
from app.models.types import Code, UtcDateTime
from app.models.user import Account
from app.rules.states import InboundState


class InboundMail(Model):
    """One mail: what was read from it, why a person has to look, and what became of it."""

    __tablename__ = "inbound_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the original: the same mail fetched or uploaded twice is one."""
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When our mail server took it in."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """Who put it in by hand; it is confirmed by somebody else."""
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(String(500), default="")
    is_authentic: Mapped[bool] = mapped_column(Boolean, default=False)
    original: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))

    state: Mapped[InboundState] = mapped_column(Code(InboundState), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_roll.id"), index=True)
    """The member and meeting that its token names."""
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Resolution number → for, against: as read, then as recorded."""
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Why a person has to look, in words."""
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """Empty: the software itself, where everything was clear."""
    note: Mapped[str] = mapped_column(Text, default="")

    entry: Mapped[RollEntry | None] = relationship()
    handled_by: Mapped[Account | None] = relationship(foreign_keys=[handled_by_id])
    uploaded_by: Mapped[Account | None] = relationship(foreign_keys=[uploaded_by_id])
