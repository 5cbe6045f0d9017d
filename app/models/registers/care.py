"""What keeps the entries of registers true: questions to their keepers, reports of mistakes."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import OrganisationScoped
from app.models.common.types import UtcDateTime


class RegisterQuestion(Model):
    """An entry's keeper was asked whether it is still true (確認の依頼)."""

    __tablename__ = "register_question"
    __table_args__ = (UniqueConstraint("register", "entry", "asked_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    entry: Mapped[str] = mapped_column(String(36))
    asked_on: Mapped[date] = mapped_column(Date)
    asked_again_on: Mapped[date | None] = mapped_column(Date)


class RegisterReport(OrganisationScoped, Model):
    """Somebody says that an entry is wrong (間違いの知らせ): for the secretariat and its keeper."""

    __tablename__ = "register_report"
    __table_args__ = (Index("ix_register_report_open", "settled_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(  # type: ignore[assignment]
        ForeignKey("organisation.id"), index=True
    )
    """The member that kept the entry then; none for the secretariat's."""
    register: Mapped[str] = mapped_column(String(40))
    entry: Mapped[str] = mapped_column(String(36))
    text: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254))
    """Of who wrote it, to be asked back; empty once it is settled."""
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(130), default="")
