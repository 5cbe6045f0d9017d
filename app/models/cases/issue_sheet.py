"""Issue sheets (課題票): the case's side, sealed; the platform's is models/meeting/platform_issue.py."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, relationship

from app.models.cases.case import CLOCK, WHO
from app.models.common.scope import Addressed
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.models.council.council import CouncilPerson
from app.rules.states.cases.case import IssueSheetState


class IssueSheet(RandomId, Addressed, Model):
    """An issue sheet: written from a case by one person, checked by another, the addressee."""

    __tablename__ = "issue_sheet"

    id: Mapped[str] = row_id()
    state: Mapped[IssueSheetState] = plain(Code(IssueSheetState), why="lists ask for it")
    content: Mapped[bytes] = sealed()
    """title, text, checklist (point → ticked), findings of the scan and the response to each."""
    written_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    written_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    checked_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    note: Mapped[bytes | None] = sealed()
    """The checker's note."""

    addressee: Mapped[CouncilPerson] = relationship()
