"""Withdrawal notices (退会届, 別紙3; 規約第6条, 要領第4条)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ReceivedBy
from app.rules.states.filings.member import WithdrawalState


class WithdrawalNotice(OrganisationScoped, Model):
    """A general member's withdrawal. It can't be refused and takes effect on the day it names."""

    __tablename__ = "withdrawal_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[WithdrawalState] = mapped_column(Code(WithdrawalState), index=True)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    organisation: Mapped[Organisation] = relationship()


class ReleaseRequest(OrganisationScoped, Model):
    """An executive member's request to leave (規約第9条第2号), kept until the meeting resolves."""

    __tablename__ = "release_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    becomes_general: Mapped[bool] = mapped_column(default=False)
    """Whether it wishes to continue as a general member."""
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    open_key: Mapped[int | None] = mapped_column(unique=True)
    """The organisation's id while the request is open: one open request per organisation."""

    organisation: Mapped[Organisation] = relationship()
