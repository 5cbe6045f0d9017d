"""The request of a person concerned to see what is held on them (保有個人情報の開示請求)."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped

from app.models.case import CLOCK, WHO
from app.models.scope import CaseScoped
from app.models.sealed import RandomId, plain, row_id, sealed
from app.models.types import Code, UtcDateTime
from app.rules.states import DisclosureState


class DisclosureRequest(RandomId, CaseScoped, Model):
    """Everything on the person, gathered; third persons masked by hand; decided in time."""

    __tablename__ = "disclosure_request"

    id: Mapped[str] = row_id()
    state: Mapped[DisclosureState] = plain(Code(DisclosureState), why="lists ask for it")
    received_on: Mapped[date] = plain(Date, why="the period for the decision runs from it")
    due_on: Mapped[date] = plain(Date, why="lists ask for it")
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    """The next day on which it is brought to mind, while it is not decided."""
    content: Mapped[bytes] = sealed()
    """who asks, identity checked how, scope."""
    gathered: Mapped[bytes | None] = sealed(deferred=True)
    """Pieces of text with the stretches that are masked."""
    decision: Mapped[bytes | None] = sealed()
    decided_on: Mapped[date | None] = plain(Date, why=CLOCK)
    decided_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    received_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    disclosed_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
