"""The register of incidents (漏えい等事案簿) with the deadlines of the personal-information law."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import CouncilRoom
from app.models.common.types import UtcDateTime


class Incident(CouncilRoom, Model):
    """A leak, loss or damage, or a suspected one (個人情報保護法第68条). Has no case content."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the incident became known: the deadlines run from here."""
    summary: Mapped[str] = mapped_column(String(300))
    course: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    persons: Mapped[int | None] = mapped_column(Integer)
    is_malicious: Mapped[bool] = mapped_column(Boolean, default=False)
    """Malicious intent: the final report is due later (60 days instead of 30)."""
    first_report_on: Mapped[date | None] = mapped_column(Date)
    final_report_on: Mapped[date | None] = mapped_column(Date)
    told_persons_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
