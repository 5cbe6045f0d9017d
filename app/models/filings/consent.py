"""Consents to serve as an executive member (幹事団体加入内諾書; 規約第5条第1項)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import Code, UtcDateTime
from app.models.filings.filing import Filing, OneOpen
from app.rules.states.filings.member import ConsentState


class ConsentToServe(Filing, OneOpen, Model):
    """A candidate's consent; the platform meeting selects (規約第4条第1号, 第9条第2号)."""

    __tablename__ = "consent_to_serve"

    received_at: Mapped[datetime] = mapped_column("filed_at", UtcDateTime)
    state: Mapped[ConsentState] = mapped_column(Code(ConsentState), index=True)
    statement: Mapped[str] = mapped_column(Text, default="")
    """The candidate's role in the prefecture and intended participation (規約第4条第1号)."""
