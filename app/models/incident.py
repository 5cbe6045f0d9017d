"""The register of incidents (漏えい等事案簿) with the clocks of the personal-information law."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.scope import CouncilRoom
from app.models.types import UtcDateTime


class Incident(CouncilRoom, Model):
    """A leak, loss or damage, or the fear of one (個人情報保護法第68条). Holds nothing of a case."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Learnt of: from here the clocks run."""
    summary: Mapped[str] = mapped_column(String(300))
    course: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    persons: Mapped[int | None] = mapped_column(Integer)
    is_malicious: Mapped[bool] = mapped_column(Boolean, default=False)
    """Done with a wrongful aim: the final report is due later (60 days instead of 30)."""
    first_report_on: Mapped[date | None] = mapped_column(Date)
    final_report_on: Mapped[date | None] = mapped_column(Date)
    told_persons_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
