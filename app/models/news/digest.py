"""The weekly digest (まとめメール), and who wants to read what of it."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import OrganisationScoped
from app.models.common.types import UtcDateTime
from app.models.registers.columns import Codes


class Digest(Model):
    """One digest, without what is personal: its items and how far its letters are written."""

    __tablename__ = "digest"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, unique=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    """What was new after the digest before and up to this moment is in it."""
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """As of services/news/digest_items.py."""
    organisation_reached: Mapped[int] = mapped_column(default=0)
    """The last member whose letter is written; members come before persons."""
    person_reached: Mapped[int] = mapped_column(default=0)
    letters: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DigestWish(OrganisationScoped, Model):
    """What a member, or a person of it with an address of their own, wants to read.

    It holds no address: letters go where the member's or the account's are.
    """

    __tablename__ = "digest_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), unique=True)
    """The person; empty for the member itself."""
    wanted: Mapped[bool] = mapped_column(Boolean)
    activity_fields: Mapped[list[str]] = mapped_column(Codes, default=list)
    municipalities: Mapped[list[str]] = mapped_column(Codes, default=list)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nonce: Mapped[str] = mapped_column(String(36), default="", server_default="")
    """That of the reader's link; "" until the first link was made void."""

    __table_args__ = (
        Index(
            "uq_digest_wish_member",
            "organisation_id",
            unique=True,
            sqlite_where=account_id.is_(None),
            postgresql_where=account_id.is_(None),
        ),
    )
