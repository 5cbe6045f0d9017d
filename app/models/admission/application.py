"""Applications for admission (入会申込書, 別紙1), their checks and the two-week batch."""

import secrets
from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scan import Scanned
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.models.membership.profile import OrganisationProfile
from app.rules.membership.eligibility import Check
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import ApplicationState, BatchState


class Application(OrganisationProfile, Scanned, Model):
    """One application, unchanged after the decision; the roster has its own copy."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    """受付番号, assigned when the application counts, i.e. when its mail address is confirmed."""
    state: Mapped[ApplicationState] = mapped_column(Code(ApplicationState), index=True)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date | None] = mapped_column(Date, index=True)
    decided_on: Mapped[date | None] = mapped_column(Date)
    status_nonce: Mapped[str] = mapped_column(String(43), default=lambda: secrets.token_urlsafe(32))
    """The nonce in the signed link of the status page; a new value invalidates the old link."""
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Key of the form: submitting it again creates no second application."""

    was_member: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the applicant declares a former membership (要領第5条第1項)."""
    readmission_statement: Mapped[str] = mapped_column(Text, default="")
    """再入会を希望する理由の説明書."""
    former_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The matching former member, as found by the secretariat (never shown to the applicant)."""
    former_checked: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the secretariat has reviewed the probable matches and chosen one or none."""
    former_considered: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The organisations reviewed; one that is matched later has to be reviewed too."""

    pledge_version: Mapped[str] = mapped_column(String(40), default="")
    bylaws_version: Mapped[str] = mapped_column(String(40), default="")
    privacy_version: Mapped[str] = mapped_column(String(40), default="")
    pledged_on: Mapped[date | None] = mapped_column(Date)
    """The day on which pledge and consent were given, or their paper was received."""

    correction_request: Mapped[str] = mapped_column(Text, default="")
    correction_requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remind_on: Mapped[date | None] = mapped_column(Date)
    """The day on which the applicant is next reminded of the correction."""
    taken_back_by: Mapped[str] = mapped_column(String(100), default="")
    """Who asked the secretariat to take it back; "" where the applicant did so on its page."""
    taken_back_way: Mapped[ReceivedBy | None] = mapped_column(Code(ReceivedBy))

    proposed_acceptance: Mapped[bool | None] = mapped_column(Boolean)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("decision_batch.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The roster entry created on acceptance."""

    checks: Mapped[list["ApplicationCheck"]] = relationship(
        back_populates="application", order_by="ApplicationCheck.id"
    )
    corrections: Mapped[list["ApplicationCorrection"]] = relationship(
        back_populates="application", order_by="ApplicationCorrection.id"
    )
    batch: Mapped["DecisionBatch | None"] = relationship(back_populates="applications")
    former_organisation: Mapped[Organisation | None] = relationship(
        foreign_keys=[former_organisation_id]
    )
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])


class ApplicationCheck(Model):
    """One check under 要領第2条第3項 (or finding under 規約第5条第2項): result, officer, time."""

    __tablename__ = "application_check"
    __table_args__ = (UniqueConstraint("application_id", "check"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    check: Mapped[Check] = mapped_column(Code(Check))
    passed: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    checked_by_name: Mapped[str] = mapped_column(String(130))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    again: Mapped[bool] = mapped_column(Boolean, default=False)
    """要再確認: what it is based on was corrected afterwards."""

    application: Mapped[Application] = relationship(back_populates="checks")


class ApplicationCorrection(Model):
    """One correction (補正): what was asked, and the content before it. The latest is the form's."""

    __tablename__ = "application_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    request: Mapped[str] = mapped_column(Text, default="")
    requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The corrected fields with their earlier values, by name."""
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    told_by: Mapped[str] = mapped_column(String(100), default="")
    """Who told the secretariat; "" where the applicant entered it."""
    told_on: Mapped[date | None] = mapped_column(Date)
    entered_by_name: Mapped[str] = mapped_column(String(130), default="")

    application: Mapped[Application] = relationship(back_populates="corrections")


class DecisionBatch(Model):
    """Applications decided together, every two weeks (2週間ごとの一括決定)."""

    __tablename__ = "decision_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[BatchState] = mapped_column(Code(BatchState), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the secretariat was told that its two weeks are over."""
    open_key: Mapped[int | None] = mapped_column(unique=True)
    """1 while the batch is open: one open batch at a time."""

    applications: Mapped[list[Application]] = relationship(
        back_populates="batch", order_by="Application.id"
    )
