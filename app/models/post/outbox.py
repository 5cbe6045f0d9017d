"""Letters in the outbox (送信箱)."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.models.post.bulk import MailBulk
from app.models.post.file import MailFile
from app.rules.post.routes import domain_of
from app.rules.states.post.outbox import OutboxState


class OutboxMessage(Model):
    """One message to one recipient, written in the transaction of the underlying decision.

    `letter` is the letter's content, from which the PDF is typeset; `body` is the text mailed or
    to be mailed: it is the evidence, and is never rendered again.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("dedupe_key", "recipient", "purpose", "period"),
        Index("ix_outbox_due", "state", "next_at", "domain", "doubted_at", "bulk_id", "secret"),
        Index("ix_outbox_bulk", "bulk_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(80))
    """The dedupe key, naming the subject: `application:12`, `contact:3`."""
    recipient: Mapped[str] = mapped_column(String(254))
    domain: Mapped[str] = mapped_column(String(254), server_default="")
    """The domain of the recipient's address, which decides on the lane."""
    purpose: Mapped[str] = mapped_column(String(40))
    """The kind of letter: `application_received`, `membership_accepted` …"""
    period: Mapped[str] = mapped_column(String(40), default="")
    """Distinguishes recurring letters about the same subject."""
    bulk_id: Mapped[int | None] = mapped_column(ForeignKey("mail_bulk.id"))
    """The notice of which it is one letter; empty for an unlisted one."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    """文書番号."""
    reply_to: Mapped[str] = mapped_column(String(254), default="", server_default="")
    """The Reply-To address for mail replies; empty if there is none."""
    recipient_name: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    letter: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether it must not be resent on a guess: it is parked if the server's reply was lost."""
    secret: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether it carries a one-time link: its text is shown to nobody."""
    unlisted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether no office sees it: who gets the council's letters together tells who shares a case."""

    state: Mapped[OutboxState] = mapped_column(Code(OutboxState))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """How often a server answered that it be tried later."""
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_holder: Mapped[str] = mapped_column(String(40), default="")
    data_begun: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether it was on its way to the server: from then on it may have arrived."""
    replies_lost: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often it may have arrived without the server having said so."""
    doubted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its refusal was put down to the server, not to the letter."""
    reply: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it became known that it did not arrive; None again once it is sent again."""
    by_post: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether it is printed and posted: its recipient has no mail address, or it came back."""
    of_use_until: Mapped[date | None] = mapped_column(Date)
    """The last day on which posting it makes sense; empty for a letter that is never out of date."""

    bulk: Mapped[MailBulk | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    events: Mapped[list["OutboxEvent"]] = relationship(
        back_populates="message", order_by="OutboxEvent.id"
    )
    attachments: Mapped[list["OutboxAttachment"]] = relationship(order_by="OutboxAttachment.id")

    @validates("recipient")
    def _keep_domain(self, _key: str, recipient: str) -> str:
        self.domain = domain_of(recipient)
        return recipient


class OutboxEvent(Model):
    """One step in a message's history."""

    __tablename__ = "outbox_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[OutboxState] = mapped_column(Code(OutboxState))
    detail: Mapped[str] = mapped_column(String(500), default="")
    actor_name: Mapped[str] = mapped_column(String(130), default="")

    message: Mapped[OutboxMessage] = relationship(back_populates="events")


class SentBefore(Model):
    """What the ledger remembers after a restore: a letter that left, or whose recipient stopped it."""

    __tablename__ = "sent_before"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed hash (services/post/revocations.py)."""
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxAttachment(Model):
    """A file attached to a letter by mail."""

    __tablename__ = "outbox_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"), index=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("mail_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))

    file: Mapped[MailFile] = relationship()
