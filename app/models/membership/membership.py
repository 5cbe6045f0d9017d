"""Memberships (会員資格): an organisation's periods of membership and their kinds."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import Code
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import EndCause, MemberKind


class Membership(Model):
    """One period of membership of one kind. In force on day d when starts_on <= d < ended_on."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[MemberKind] = mapped_column(Code(MemberKind))
    starts_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    """The day membership was lost (資格喪失日); the roster no longer shows it on that day."""
    end_cause: Mapped[EndCause | None] = mapped_column(Code(EndCause))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    basis: Mapped[str] = mapped_column(String(200))
    """The basis in words: 規約別表, 入会申込 第…号, プラットフォーム会議の決議 …"""

    organisation: Mapped[Organisation] = relationship(back_populates="memberships")

    __table_args__ = (
        # An organisation has at most one membership in force at a time.
        Index(
            "uq_membership_current",
            "organisation_id",
            unique=True,
            sqlite_where=ended_on.is_(None),
            postgresql_where=ended_on.is_(None),
        ),
    )
