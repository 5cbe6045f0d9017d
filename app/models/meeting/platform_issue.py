"""Issues on the platform's side (課題), with no way back to a case."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import Code, UtcDateTime
from app.rules.common.labelled import Labelled


class IssueUse(Labelled):
    """The use made of an issue on the platform side."""

    NONE = "none", "未定"
    AGENDA = "agenda", "プラットフォーム会議の議題"
    WORKSHOP = "workshop", "ワークショップのテーマ"
    PROPOSAL = "proposal", "県への提言"


class PlatformIssue(Model):
    """An issue as visible to the platform: no reference to a case, issue sheet, person or time."""

    __tablename__ = "platform_issue"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    released_in: Mapped[date] = mapped_column(Date)
    """The first day of the month of release, since an exact day could point to a case."""
    use: Mapped[IssueUse] = mapped_column(Code(IssueUse))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    """The agenda item created from the issue."""
    use_note: Mapped[str] = mapped_column(String(500), default="")
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    withdrawal_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    """The day from which the platform's side shows nothing of it; its words are erased then."""
