"""Individuals' requests for disclosure of their own data (保有個人情報の開示請求)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped

from app.models.cases.case import CLOCK, WHO
from app.models.common.scope import CaseScoped
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.rules.states.cases.case import DisclosureState


class DisclosureRequest(RandomId, CaseScoped, Model):
    """A disclosure request: the person's data gathered, third persons masked, then decided."""

    __tablename__ = "disclosure_request"

    id: Mapped[str] = row_id()
    state: Mapped[DisclosureState] = plain(Code(DisclosureState), why="lists ask for it")
    received_on: Mapped[date] = plain(Date, why="the period for the decision runs from it")
    due_on: Mapped[date] = plain(Date, why="lists ask for it")
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    """The date of the next reminder while undecided."""
    content: Mapped[bytes] = sealed()
    """Requester, method of the identity check, scope."""
    gathered: Mapped[bytes | None] = sealed(deferred=True)
    """Pieces of text with the masked passages."""
    decision: Mapped[bytes | None] = sealed()
    decided_on: Mapped[date | None] = plain(Date, why=CLOCK)
    told_on: Mapped[date | None] = plain(Date, why=CLOCK)
    """The day on which the decision was told: the period for a review runs from it."""
    decided_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    received_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    disclosed_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
