"""Change notices (変更届, 別紙2; 要領第3条第2項)."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.filings.filing import Filing, OneOpen
from app.rules.states.filings.member import ChangeNoticeState


class ChangeNotice(Filing, OneOpen, Model):
    """Changes reported by a member. The roster changes when the secretariat accepts them."""

    __tablename__ = "change_notice"

    received_at: Mapped[datetime] = mapped_column("submitted_at", UtcDateTime)
    state: Mapped[ChangeNoticeState] = mapped_column(Code(ChangeNoticeState), index=True)
    changed_on: Mapped[date] = mapped_column(Date)
    """The date from which the new values apply (変更年月日)."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Key of the form: submitting it again creates no second notice."""

    lines: Mapped[list["ChangeLine"]] = relationship(
        back_populates="notice", order_by="ChangeLine.id"
    )


class ChangeLine(OrganisationScoped, Model):
    """One field of a change notice: old value, new value, and whether it was accepted.

    A change of a field's disclosure tier is a separate line: `disclosure.phone`.
    """

    __tablename__ = "change_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("change_notice.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    old_value: Mapped[Any] = mapped_column(JSON)
    new_value: Mapped[Any] = mapped_column(JSON)
    accepted: Mapped[bool | None] = mapped_column(Boolean)

    notice: Mapped[ChangeNotice] = relationship(back_populates="lines")
