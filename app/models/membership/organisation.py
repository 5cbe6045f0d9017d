"""Organisations (団体) and their roster entries over time."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.database import list_indexes
from app.models.common.scope import StaffOnly
from app.models.common.types import Code, UtcDateTime
from app.models.membership.profile import OrganisationProfile
from app.rules.common.naming import search_form
from app.rules.membership.membership import Standing
from app.rules.membership.profile_search import details
from app.rules.membership.roster import Tier


class Organisation(OrganisationProfile, Model):
    """A present or former member. Never deleted: the bar must stay provable (要領第5条)."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    """The identifier in the open data: stable, and independent of the registration date."""
    standing: Mapped[Standing] = mapped_column(Code(Standing), index=True)
    """The present standing, kept in sync with `membership` by services/membership/memberships.py."""
    last_contact_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The day of the last contact, from which the year of 規約第6条第1号 is counted."""
    next_question_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The due date of the next contact question."""
    takes_attachments: Mapped[bool | None] = mapped_column(Boolean)
    """Whether letters by mail may carry files; empty: unless its address is on LGWAN (lg.jp)."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships: Mapped[list["Membership"]] = relationship(  # noqa: F821
        back_populates="organisation", order_by="Membership.starts_on"
    )
    versions: Mapped[list["OrganisationVersion"]] = relationship(
        back_populates="organisation",
        order_by="(OrganisationVersion.valid_from, OrganisationVersion.id)",
    )

    __table_args__ = list_indexes("organisation", "merged_into_id", searched=("details_search",))

    def __str__(self) -> str:
        return self.name


class OrganisationVersion(Model):
    """An organisation's roster entry from a date until the next version (要領第3条第2項).

    Of several on one day each is kept, in the order of their ids; all but the last end on the day
    they begin, so they are in force on no day.
    """

    __tablename__ = "organisation_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    """Not indexed: nearly all versions begin before the date searched, and SQLite would use it."""
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The first day on which it no longer applies; empty while it applies."""
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(100))
    """The source: the founding annex, an application, a change notice, an import, a merge."""
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Empty for versions from before it was recorded."""

    name_kana: Mapped[str] = mapped_column(String(200), default="")
    name_search: Mapped[str] = mapped_column(String(900), default="")
    kind: Mapped[str] = mapped_column(String(40), default="", index=True)
    municipality_code: Mapped[str | None] = mapped_column(String(6), index=True)
    fields_search: Mapped[str] = mapped_column(String(900), default="")
    """The fields of activity with surrounding spaces (` peer place `), for searching by one."""
    public_search: Mapped[str] = mapped_column(Text, default="")
    """The public items for the search box, besides the name (rules/membership/profile_search.py)."""
    members_search: Mapped[str] = mapped_column(Text, default="")
    """Those shown to members and not to the public."""

    organisation: Mapped[Organisation] = relationship(back_populates="versions")

    @validates("profile")
    def _index(self, _key: str, profile: dict[str, Any]) -> dict[str, Any]:
        """Copy the fields used for searching and sorting the roster from the profile."""
        self.name_kana = profile.get("name_kana") or ""
        self.name_search = f"{search_form(profile['name'])} {search_form(self.name_kana)}"
        self.kind = profile["kind"]
        self.municipality_code = profile.get("municipality_code")
        self.fields_search = " ".join(["", *(profile.get("activity_fields") or ()), ""])
        self.public_search = details(profile, Tier.PUBLIC)
        self.members_search = details(profile, Tier.MEMBERS)
        return profile

    __table_args__ = (
        Index("ix_organisation_version_organisation_id", "organisation_id", "valid_from", "id"),
        Index(
            "uq_organisation_version_current",
            "organisation_id",
            unique=True,
            sqlite_where=valid_until.is_(None),
            postgresql_where=valid_until.is_(None),
        ),
        *list_indexes("organisation_version", searched=("public_search", "members_search")),
    )


class OrganisationNote(StaffOnly, Model):
    """An internal note of the secretariat on an organisation (事務局メモ)."""

    __tablename__ = "organisation_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    written_by_name: Mapped[str] = mapped_column(String(130))
