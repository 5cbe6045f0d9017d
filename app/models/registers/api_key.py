"""Keys of the open interface (オープンAPIの鍵)."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.rules.membership.roster import Tier


class ApiKey(OrganisationScoped, Model):
    """A key by which a program reads as a member does. Of the key itself only a hash is stored."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(String(12), unique=True)
    """Its beginning, by which people recognise it."""
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(100))
    tier: Mapped[Tier] = mapped_column(Code(Tier))
    """How far it reads."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # type: ignore[assignment]
    """The member whose it is; empty for the secretariat's."""
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date] = mapped_column(Date)
    """The last day on which it may be used."""
    last_used_on: Mapped[date | None] = mapped_column(Date)
    """A day and no time: when a program ran is nobody's business."""
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Any] = relationship("Account", lazy="raise")
    organisation: Mapped[Any] = relationship("Organisation", lazy="raise")

    def is_live(self, today: date) -> bool:
        """Whether it was neither revoked nor has expired."""
        return self.revoked_at is None and today <= self.expires_on
