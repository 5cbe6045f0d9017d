"""Organisations (団体) and what stood on the roster about them, day by day."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.profile import OrganisationProfile
from app.models.scope import StaffOnly
from app.models.types import Code, UtcDateTime
from app.rules.membership import Standing


class Organisation(OrganisationProfile, Model):
    """An organisation that is or was a member. Never deleted: the bar must stay provable (要領第5条)."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """The identifier in the open data: stable, and says nothing about when it was given."""
    standing: Mapped[Standing] = mapped_column(Code(Standing), index=True)
    """What the organisation is today, kept in step with `membership` by services/memberships.py."""
    last_contact_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The day of the last dealing, from which 規約第6条第1号's year is counted."""
    next_question_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The day on which the next contact question is due."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships: Mapped[list["Membership"]] = relationship(  # noqa: F821
        back_populates="organisation", order_by="Membership.starts_on"
    )
    versions: Mapped[list["OrganisationVersion"]] = relationship(
        back_populates="organisation", order_by="OrganisationVersion.valid_from"
    )

    __table_args__ = (Index("ix_organisation_name", "name_kana", "id"),)

    def __str__(self) -> str:
        return self.name


class OrganisationVersion(Model):
    """What the roster said of an organisation from a day on, until the next version (要領第3条第2項)."""

    __tablename__ = "organisation_version"
    __table_args__ = (UniqueConstraint("organisation_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[date] = mapped_column(Date, index=True)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The first day on which it no longer held; empty while it holds."""
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(100))
    """Where it came from: the founding annex, an application, a change notice, an import, a merge."""

    organisation: Mapped[Organisation] = relationship(back_populates="versions")


class OrganisationNote(StaffOnly, Model):
    """What the secretariat notes about an organisation, for itself (事務局メモ)."""

    __tablename__ = "organisation_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    written_by_name: Mapped[str] = mapped_column(String(130))
