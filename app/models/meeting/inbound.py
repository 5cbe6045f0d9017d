"""Mails received in reply to meeting notices (受信メール; 規約第12条第4項). Originals are kept."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.accounts.user import Account
from app.models.common.types import Code, UtcDateTime
from app.models.meeting.attendance import RollEntry
from app.rules.post.mail_kind import MailKind
from app.rules.states.meeting.inbound import InboundState


class InboundMail(Model):
    """One mail: its parsed content, the reasons for a manual check, and the outcome."""

    __tablename__ = "inbound_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the original: a mail fetched or uploaded twice is stored once."""
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When our mail server received it."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """The uploader, if uploaded by hand; another person confirms it."""
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(String(500), default="")
    is_authentic: Mapped[bool] = mapped_column(Boolean, default=False)
    original: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))

    kind: Mapped[MailKind] = mapped_column(
        Code(MailKind), default=MailKind.ANSWER, server_default=MailKind.ANSWER.value
    )
    """What kind of mail it is; all but answers are kept apart."""
    state: Mapped[InboundState] = mapped_column(Code(InboundState), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_roll.id"), index=True)
    """The roll entry (member and meeting) identified by the token."""
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Resolution number → for, against: as parsed, then as recorded."""
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Reasons for a manual check, or why it is no answer, in words."""
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """Empty if handled by the software because everything was clear."""
    note: Mapped[str] = mapped_column(Text, default="")

    entry: Mapped[RollEntry | None] = relationship()
    handled_by: Mapped[Account | None] = relationship(foreign_keys=[handled_by_id])
    uploaded_by: Mapped[Account | None] = relationship(foreign_keys=[uploaded_by_id])
