"""Withdrawal notices (退会届, 別紙3; 規約第6条, 要領第4条)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.models.common.scan import Scanned
from app.models.common.types import Code, UtcDateTime
from app.models.filings.filing import Filing, OneOpen
from app.rules.filings import leaving
from app.rules.states.filings.member import WithdrawalState


class WithdrawalNotice(Filing, Scanned, Model):
    """A general member's withdrawal. It cannot be refused and takes effect on the day it names."""

    __tablename__ = "withdrawal_notice"

    state: Mapped[WithdrawalState] = mapped_column(Code(WithdrawalState), index=True)
    effective_on: Mapped[date] = mapped_column(Date)
    """The day from which it is no member (資格喪失日)."""
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def last_day(self) -> date:
        """The last day as a member."""
        return leaving.last_day(clock.local(self.received_at).date(), self.effective_on)


class ReleaseRequest(Filing, OneOpen, Model):
    """An executive member's request to leave (規約第9条第2号), kept until the meeting resolves."""

    __tablename__ = "release_request"

    received_at: Mapped[datetime] = mapped_column("requested_at", UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    becomes_general: Mapped[bool] = mapped_column(default=False)
    """Whether it wishes to continue as a general member."""
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
