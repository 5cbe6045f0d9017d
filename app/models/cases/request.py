"""Requests and offers to a body about a case. The addressee sees them, but not yet the case."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, relationship

from app.models.accounts.user import Account
from app.models.cases.case import CLOCK, WHO
from app.models.common.scope import Addressed
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.models.council.council import ConstituentBody, CouncilPerson
from app.rules.common.labelled import Labelled
from app.rules.states.cases.case import CaseRequestState, OfferState

PUBLIC_BODY = "a constituent body is public"


class CaseRequest(RandomId, Addressed, Model):
    """A request for co-operation (協力の求め; 法第16条第3項): reason, deadline, response."""

    __tablename__ = "case_request"

    id: Mapped[str] = row_id()
    number: Mapped[str | None] = plain(String(40), unique=True, why="a running number")
    """文書番号, assigned on sending."""
    body_id: Mapped[int] = plain(ForeignKey("constituent_body.id"), why=PUBLIC_BODY)
    state: Mapped[CaseRequestState] = plain(Code(CaseRequestState), why="lists ask for it")
    content: Mapped[bytes] = sealed()
    """The fields of Request (rules/cases/requests.py); once sent, also the text of the paper."""
    answer: Mapped[bytes | None] = sealed()
    due_on: Mapped[date] = plain(Date, why="reminders ask for it")
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    """The date of the next reminder while there is no response."""
    sent_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    sent_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    answered_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    answered_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)

    body: Mapped[ConstituentBody] = relationship()
    addressee: Mapped[CouncilPerson] = relationship()
    sent_by: Mapped[Account | None] = relationship(foreign_keys=[sent_by_id])


class OfferKind(Labelled):
    """The kind of offer to a body."""

    JOIN = "join", "支援への参加"
    LEAVE = "leave", "支援からの離脱"
    LEAD = "lead", "主担当機関の引受け"


class CaseOffer(RandomId, Addressed, Model):
    """An offer to join, leave or take the lead: accepted or refused by the receiver."""

    __tablename__ = "case_offer"

    id: Mapped[str] = row_id()
    kind: Mapped[OfferKind] = plain(Code(OfferKind), why="no content")
    body_id: Mapped[int] = plain(ForeignKey("constituent_body.id"), why=PUBLIC_BODY)
    """The body whose participation is concerned."""
    state: Mapped[OfferState] = plain(Code(OfferState), why="lists ask for it")
    content: Mapped[bytes] = sealed()
    """message, grants (section → level), terms of the passing-on (rules/cases/passing_on.py Terms)."""
    answer: Mapped[bytes | None] = sealed()
    offered_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    offered_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    answered_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    answered_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)

    body: Mapped[ConstituentBody] = relationship()
    addressee: Mapped[CouncilPerson] = relationship()
    offered_by: Mapped[Account] = relationship(foreign_keys=[offered_by_id])
