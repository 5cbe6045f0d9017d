"""Consents to serve as an executive member (幹事団体加入内諾書; 規約第5条第1項)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.scope import OrganisationScoped
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ReceivedBy
from app.rules.states.filings.member import ConsentState


class ConsentToServe(OrganisationScoped, Model):
    """A candidate's consent; the platform meeting selects (規約第4条第1号, 第9条第2号)."""

    __tablename__ = "consent_to_serve"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[ConsentState] = mapped_column(Code(ConsentState), index=True)
    received_by: Mapped[ReceivedBy] = mapped_column(Code(ReceivedBy))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    statement: Mapped[str] = mapped_column(Text, default="")
    """The candidate's role in the prefecture and intended participation (規約第4条第1号)."""
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    open_key: Mapped[int | None] = mapped_column(unique=True)
    """The organisation's id while the consent is open: one open consent per organisation."""

    organisation: Mapped[Organisation] = relationship()
