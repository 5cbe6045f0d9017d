"""Grants (補助金): one body's, with its papers, files and payments. Seen by it and the secretariat."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.grants.call import GrantCall
from app.models.membership.organisation import Organisation
from app.rules.grants.amounts import Terms
from app.rules.grants.content import Content, PaperKind
from app.rules.grants.payments import PaymentKind
from app.rules.membership.membership import ReceivedBy
from app.rules.states.grants.grant import WRITING, GrantState

BANK = ("bank", "branch", "account_kind", "account_number", "account_holder")
"""The columns of the bank account: the secretariat's and the body's own."""


class Grant(OrganisationScoped, Model):
    """補助金 of one body under one call. Amounts in yen."""

    __tablename__ = "member_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("grant_call.id"), index=True)
    once: Mapped[str] = mapped_column(String(40), unique=True)
    """Call and organisation that applied: nobody applies twice for one call."""
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[GrantState] = mapped_column(Code(GrantState))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Those of the call when the application was submitted: a later change of the call is not theirs."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[ReceivedBy] = mapped_column(
        Code(ReceivedBy), default=ReceivedBy.WEB, server_default=ReceivedBy.WEB.value
    )
    """How the application came: one on paper is entered by the secretariat, and what follows (代行入力)."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """Who asked for the confirmation; another person of the body gives it."""
    asked_by_name: Mapped[str] = mapped_column(String(130), default="")
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[int | None]
    """The order of arrival (到達の順)."""
    asked: Mapped[int] = mapped_column(default=0)
    """What the last submitted paper asks for."""
    amount: Mapped[int] = mapped_column(default=0)
    """What is promised, decided, then settled."""
    decided: Mapped[int | None]
    decided_on: Mapped[date | None] = mapped_column(Date)
    inspected_on: Mapped[date | None] = mapped_column(Date)
    inspected_by: Mapped[str] = mapped_column(String(130), default="")
    inspection: Mapped[str] = mapped_column(Text, default="")
    struck: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The lines of the report that the inspection left out, by their places."""
    repay: Mapped[int] = mapped_column(default=0)
    repaid_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    """What the secretariat said last: a reason, a condition."""
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The body's next deadline; while it applies, that of the call counts (see `deadline`)."""
    reminded_for: Mapped[date | None] = mapped_column(Date)
    """The deadline of which it has been reminded."""
    told_late_for: Mapped[date | None] = mapped_column(Date)
    """The deadline of which the secretariat was told that it is over."""
    bank: Mapped[str] = mapped_column(String(60), default="")
    branch: Mapped[str] = mapped_column(String(60), default="")
    account_kind: Mapped[str] = mapped_column(String(10), default="")
    account_number: Mapped[str] = mapped_column(String(10), default="")
    account_holder: Mapped[str] = mapped_column(String(60), default="")

    call: Mapped[GrantCall] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (Index("ix_member_grant_state", "state", "id"),)

    @property
    def deadline(self) -> date | None:
        """The body's next deadline. Whoever has not arrived yet has the call's, as it is now."""
        is_applying = self.state in WRITING and self.place is None
        return self.call.closes_on if is_applying else self.due_on

    @property
    def is_on_paper(self) -> bool:
        """Whether the secretariat enters what its body sends on paper."""
        return self.received_by is not ReceivedBy.WEB

    @property
    def its_terms(self) -> Terms:
        """The terms by which its amounts are worked out."""
        return Terms.of(self.terms)


class GrantPaper(OrganisationScoped, Model):
    """A version of a paper: the draft until it is submitted, from then on frozen (版)."""

    __tablename__ = "grant_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("member_grant.id"))
    kind: Mapped[PaperKind] = mapped_column(Code(PaperKind))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    amount: Mapped[int] = mapped_column(default=0)
    checksum: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str] = mapped_column(String(130), default="")
    is_in_force: Mapped[bool] = mapped_column(default=False)
    """Whether it was decided on: the last such paper is the project as it stands."""
    written_by: Mapped[str] = mapped_column(String(130), default="")

    __table_args__ = (UniqueConstraint("grant_id", "kind", "version"),)

    @property
    def said(self) -> Content:
        """What it says."""
        return Content.of(self.content)


class GrantFile(OrganisationScoped, Model):
    """A quote, a receipt or another file of a grant (証拠書類). Kept as long as the grant is."""

    __tablename__ = "grant_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    grant_id: Mapped[int] = mapped_column(ForeignKey("member_grant.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class GrantPayment(OrganisationScoped, Model):
    """A claim and its payment (請求と支払)."""

    __tablename__ = "grant_payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("member_grant.id"), index=True)
    kind: Mapped[PaymentKind] = mapped_column(Code(PaymentKind))
    amount: Mapped[int]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str] = mapped_column(String(130), default="")
    paid_on: Mapped[date | None] = mapped_column(Date)

    grant: Mapped[Grant] = relationship(lazy="raise")
