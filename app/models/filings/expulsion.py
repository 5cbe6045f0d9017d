"""Expulsion files (除名; 規約第6条, 第9条第3号)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ExpulsionGround, ReceivedBy
from app.rules.states.filings.expulsion import ExpulsionState


class Expulsion(OrganisationScoped, Model):
    """A file prepared by the secretariat for the platform meeting. It has no effect by itself."""

    __tablename__ = "expulsion"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ExpulsionState] = mapped_column(Code(ExpulsionState), index=True)
    ground: Mapped[ExpulsionGround] = mapped_column(Code(ExpulsionGround))
    facts: Mapped[str] = mapped_column(Text)
    """The facts as found by the secretariat."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    hearing_until: Mapped[date | None] = mapped_column(Date)
    """The last day for the member's statement (弁明の機会)."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_note: Mapped[str] = mapped_column(Text, default="")
    open_key: Mapped[int | None] = mapped_column(unique=True)
    """The organisation's id while the file is open: one open file per organisation."""

    organisation: Mapped[Organisation] = relationship()
    evidence: Mapped[list["ExpulsionEvidence"]] = relationship(order_by="ExpulsionEvidence.id")
    statements: Mapped[list["ExpulsionStatement"]] = relationship(order_by="ExpulsionStatement.id")


class ExpulsionEvidence(OrganisationScoped, Model):
    """One piece of evidence: a description and an optional document."""

    __tablename__ = "expulsion_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    expulsion_id: Mapped[int] = mapped_column(ForeignKey("expulsion.id"), index=True)
    description: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))


class ExpulsionStatement(OrganisationScoped, Model):
    """A statement of the member (弁明). It may add further ones until the hearing is concluded."""

    __tablename__ = "expulsion_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    expulsion_id: Mapped[int] = mapped_column(ForeignKey("expulsion.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    stated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
