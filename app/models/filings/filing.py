"""What every document filed by a member has in common: number, receipt, filer."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ReceivedBy


class Filing(OrganisationScoped):
    """A document filed by a member, or entered on its behalf (代行入力)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    @declared_attr
    def organisation(cls) -> Mapped[Organisation]:
        """The organisation that files it."""
        return relationship(Organisation)


class OneOpen:
    """Of which an organisation has at most one that is not settled."""

    open_key: Mapped[int | None] = mapped_column(unique=True)
    """The organisation's id while it is open."""
