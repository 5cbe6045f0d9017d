"""Reports on letters, and the mail addresses that letters do not reach (配達の報告)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import StaffOnly
from app.models.common.types import Code, UtcDateTime
from app.models.post.outbox import OutboxMessage
from app.rules.post.addresses import AddressState, ReportKind
from app.rules.post.bounce_reasons import BounceReason


class DeliveryReport(StaffOnly, Model):
    """What a mail or a mail server says of one letter.

    The mail itself is not kept here, only in the mailbox: it returns the letter, which may be
    confidential or carry a one-time link.
    """

    __tablename__ = "delivery_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the mail: one fetched twice counts once."""
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"), index=True)
    address: Mapped[str] = mapped_column(String(254), index=True)
    """The letter's recipient, in small letters; not whom the report names."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[ReportKind] = mapped_column(Code(ReportKind))
    reason: Mapped[BounceReason] = mapped_column(Code(BounceReason))
    status: Mapped[str] = mapped_column(String(20), default="")
    """RFC 3463, such as 5.1.1."""
    words: Mapped[str] = mapped_column(String(300), default="")
    named: Mapped[str] = mapped_column(String(254), default="")
    """The address that the report names, if it is another: the mail was forwarded."""

    message: Mapped[OutboxMessage] = relationship()


class MailAddress(Model):
    """A mail address from which letters came back, and what follows from it."""

    __tablename__ = "mail_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    """In small letters."""
    state: Mapped[AddressState] = mapped_column(Code(AddressState), index=True)
    reason: Mapped[BounceReason] = mapped_column(Code(BounceReason))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it came to be in this state."""
    letter_id: Mapped[int] = mapped_column(Integer)
    """The last letter that came back: a later one that does not shows that the address is good."""
    counts_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Reports before count no more, since the address was found good."""


class ForgedReturn(Model):
    """How many mails came to made-up addresses of letters on a day."""

    __tablename__ = "forged_return"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
