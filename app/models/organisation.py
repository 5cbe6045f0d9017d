"""Organisations (団体) and what stood on the roster about them, day by day."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.database import list_indexes
from app.models.profile import OrganisationProfile
from app.models.scope import StaffOnly
from app.models.types import Code, UtcDateTime
from app.rules.membership import Standing
from app.rules.naming import search_form


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

    __table_args__ = list_indexes("organisation", "merged_into_id")

    def __str__(self) -> str:
        return self.name


class OrganisationVersion(Model):
    """What the roster said of an organisation from a day on, until the next version (要領第3条第2項)."""

    __tablename__ = "organisation_version"
    __table_args__ = (
        UniqueConstraint("organisation_id", "valid_from"),
        *list_indexes("organisation_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    """Without an index: nearly all versions began before the day asked for, and SQLite would use it."""
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The first day on which it no longer held; empty while it holds."""
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(100))
    """Where it came from: the founding annex, an application, a change notice, an import, a merge."""

    name_kana: Mapped[str] = mapped_column(String(200), default="")
    name_search: Mapped[str] = mapped_column(String(900), default="")
    kind: Mapped[str] = mapped_column(String(40), default="", index=True)
    municipality_code: Mapped[str | None] = mapped_column(String(6), index=True)
    fields_search: Mapped[str] = mapped_column(String(900), default="")
    """The fields of activity as ` peer place `, for a search by one of them."""

    organisation: Mapped[Organisation] = relationship(back_populates="versions")

    @validates("profile")
    def _index(self, _key: str, profile: dict[str, Any]) -> dict[str, Any]:
        """What the roster is searched and ordered by, taken out of the profile."""
        self.name_kana = profile.get("name_kana") or ""
        self.name_search = f"{search_form(profile['name'])} {search_form(self.name_kana)}"
        self.kind = profile["kind"]
        self.municipality_code = profile.get("municipality_code")
        self.fields_search = " ".join(["", *(profile.get("activity_fields") or ()), ""])
        return profile


class OrganisationNote(StaffOnly, Model):
    """What the secretariat notes about an organisation, for itself (事務局メモ)."""

    __tablename__ = "organisation_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    written_by_name: Mapped[str] = mapped_column(String(130))
