"""Issue sheets (課題票): the case's side sealed, the platform's side with no way back to a case."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.case import CLOCK, WHO
from app.models.council import CouncilPerson
from app.models.scope import Addressed
from app.models.sealed import RandomId, plain, row_id, sealed
from app.models.types import Code, UtcDateTime
from app.rules.labelled import Labelled
from app.rules.states import IssueSheetState


class IssueSheet(RandomId, Addressed, Model):
    """Written from a case by one, checked by another, the addressee."""

    __tablename__ = "issue_sheet"

    id: Mapped[str] = row_id()
    state: Mapped[IssueSheetState] = plain(Code(IssueSheetState), why="lists ask for it")
    content: Mapped[bytes] = sealed()
    """title, text, checklist (point → ticked), findings of the scan and what was said to each."""
    written_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    written_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    checked_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    note: Mapped[bytes | None] = sealed()
    """What the checker said."""

    addressee: Mapped[CouncilPerson] = relationship()


class IssueUse(Labelled):
    """What became of an issue on the platform's side."""

    NONE = "none", "未定"
    AGENDA = "agenda", "プラットフォーム会議の議題"
    WORKSHOP = "workshop", "ワークショップのテーマ"
    PROPOSAL = "proposal", "県への提言"


class PlatformIssue(Model):
    """An issue as the platform may know it. It names no case, no sheet, no person and no hour."""

    __tablename__ = "platform_issue"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    released_in: Mapped[date] = mapped_column(Date)
    """The first day of the month of its release: a day could point to a case."""
    use: Mapped[IssueUse] = mapped_column(Code(IssueUse))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    """The agenda item that it became."""
    use_note: Mapped[str] = mapped_column(String(500), default="")
