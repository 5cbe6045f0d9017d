"""Contacts with members and attempts to reach them (規約第6条第1号)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped, StaffOnly
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ContactKind, ContactMeans


class Contact(OrganisationScoped, Model):
    """A contact with a member. One per day and kind suffices as evidence."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "contacted_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ContactKind] = mapped_column(Code(ContactKind))
    contacted_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    organisation: Mapped[Organisation] = relationship()


class ContactAttempt(StaffOnly, Model):
    """The secretariat's attempt to reach a member, with its result."""

    __tablename__ = "contact_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    means: Mapped[ContactMeans] = mapped_column(Code(ContactMeans))
    attempted_on: Mapped[date] = mapped_column(Date)
    reached: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"), unique=True)
    """The undeliverable letter, if the attempt was a letter."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    organisation: Mapped[Organisation] = relationship()
