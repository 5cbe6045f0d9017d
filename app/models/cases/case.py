"""Cases (個別ケース) and their participants. The content is sealed."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, relationship

from app.models.accounts.user import Account
from app.models.common.scope import CaseScoped, CouncilOnly
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.models.council.council import ConstituentBody, CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section, Urgency
from app.rules.states.cases.case import CaseState

CLOCK = "says when, not what"
WHO = "the register of persons is no case content"


class SupportCase(RandomId, Model):
    """A case. Its alias (符号) stands for the person on every screen and paper."""

    __tablename__ = "support_case"

    id: Mapped[str] = row_id()
    alias: Mapped[str] = plain(String(20), unique=True, why="random, drawn at the intake")
    state: Mapped[CaseState] = plain(Code(CaseState), index=True, why="the list asks for it")
    urgency: Mapped[Urgency] = plain(Code(Urgency), why="the list is sorted by it")
    lead_body_id: Mapped[int | None] = plain(
        ForeignKey("constituent_body.id"), why="a constituent body is public"
    )
    began_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    closed_on: Mapped[date | None] = plain(Date, why="retention is counted from it")
    review_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    is_held: Mapped[bool] = plain(Boolean, default=False, why="retention asks for it")
    """保存の継続: the case is not deleted while this is set."""
    hold_reason: Mapped[bytes | None] = sealed()
    deletion_proposed_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)

    lead_body: Mapped[ConstituentBody | None] = relationship()


class CaseParticipation(RandomId, CaseScoped, Model):
    """A person's participation in one section of a case for a period; never widened, only added."""

    __tablename__ = "case_participation"
    __table_args__ = (Index("ix_case_participation_person", "person_id", "case_id"),)

    id: Mapped[str] = row_id()
    person_id: Mapped[int] = plain(ForeignKey("council_person.id"), why=WHO)
    section: Mapped[Section] = plain(Code(Section), why="the guard asks for it in every statement")
    level: Mapped[Level] = plain(Code(Level), why="the guard asks for it in every statement")
    basis: Mapped[ParticipationBasis] = plain(Code(ParticipationBasis), why="no content")
    begins_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    ends_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    granted_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)

    person: Mapped[CouncilPerson] = relationship()
    granted_by: Mapped[Account | None] = relationship()


class PassingOn(RandomId, CaseScoped, Model):
    """A passing-on of case information (法第18条): basis, recipient, content and purpose."""

    __tablename__ = "passing_on"

    id: Mapped[str] = row_id()
    basis: Mapped[PassingOnBasis] = plain(Code(PassingOnBasis), why="counted in the monthly review")
    recipient_id: Mapped[int] = plain(ForeignKey("council_person.id"), why=WHO)
    content: Mapped[bytes] = sealed()
    """sections (section → level) and the fields of Terms (rules/cases/passing_on.py), as plain values."""
    consent_id: Mapped[str | None] = plain(String(32), why="random")
    passed_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    passed_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)

    recipient: Mapped[CouncilPerson] = relationship()
    passed_by: Mapped[Account] = relationship()


class EmergencyAccess(RandomId, CaseScoped, Model):
    """Emergency access (緊急閲覧): four hours, notified to those involved, reviewed afterwards."""

    __tablename__ = "emergency_access"

    id: Mapped[str] = row_id()
    person_id: Mapped[int] = plain(ForeignKey("council_person.id"), why=WHO)
    reason: Mapped[bytes] = sealed()
    opened_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    until: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    reviewed_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    reviewed_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    was_justified: Mapped[bool | None] = plain(Boolean, why="counted in the monthly review")
    review_note: Mapped[bytes | None] = sealed()

    person: Mapped[CouncilPerson] = relationship()
    reviewed_by: Mapped[Account | None] = relationship()


class CaseFingerprint(RandomId, CaseScoped, Model):
    """A keyed hash of a person's name and birthday: finds the same person, reveals nothing else."""

    __tablename__ = "case_fingerprint"

    id: Mapped[str] = row_id()
    value: Mapped[str] = plain(String(64), index=True, why="keyed hash; its key is no row")


class CaseReview(RandomId, CaseScoped, Model):
    """The coordinator's monthly review (月次点検) of the accesses to a case."""

    __tablename__ = "case_review"

    id: Mapped[str] = row_id()
    month: Mapped[str] = plain(String(7), why=CLOCK)
    reviewed_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    reviewed_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    note: Mapped[bytes] = sealed()


class DeletionRecord(CouncilOnly, Model):
    """The remaining record of a deleted case: deletion date and persons, but no content."""

    __tablename__ = "deletion_record"

    id: Mapped[int] = plain(Integer, primary_key=True, why="no content")
    case_id: Mapped[str] = plain(String(32), unique=True, why="random; its key is destroyed")
    alias: Mapped[str] = plain(String(20), why="random")
    closed_on: Mapped[date] = plain(Date, why=CLOCK)
    deleted_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    proposed_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    approved_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    rows: Mapped[int] = plain(Integer, why="how many rows were deleted")
    key_destroyed_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
