"""The agenda (議事): items, their papers and the members excluded from a vote."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.meeting.agenda import ItemKind, ResolutionKind
from app.rules.states.meeting.meeting import ItemState, Outcome


class AgendaItem(Model):
    """One agenda item. A resolution states its effect; the other kinds are not voted on."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ItemKind] = mapped_column(Code(ItemKind))
    number: Mapped[int] = mapped_column(Integer)
    """Sequential number within the kind: 議案第1号."""
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ItemState] = mapped_column(Code(ItemState))
    notified: Mapped[bool] = mapped_column(Boolean, default=True)
    """Whether the notice contained it; proxies do not cover items added later (規約第12条第3項)."""

    resolution_kind: Mapped[ResolutionKind | None] = mapped_column(Code(ResolutionKind))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent_to_serve.id"))
    release_request_id: Mapped[int | None] = mapped_column(ForeignKey("release_request.id"))
    becomes_general: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the resolution keeps the released member as a general member."""
    expulsion_id: Mapped[int | None] = mapped_column(ForeignKey("expulsion.id"))
    regulation_slug: Mapped[str] = mapped_column(String(40), default="")
    regulation_text: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The new text, in the structure of app/models/regulations/regulation.py."""
    in_force_from: Mapped[date | None] = mapped_column(Date)

    is_retroactive: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether the new text is confirmed to be in force from a day before the resolution."""

    effect: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The kind of effect that a higher wing declares; "" for none (declared_effects.py)."""
    subject: Mapped[str] = mapped_column(String(36), default="", server_default="")
    """The public identifier of what that effect is on."""

    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(Code(Outcome))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    """The item that failed for lack of a quorum and continues here as a written resolution."""

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    consent: Mapped[ConsentToServe | None] = relationship()
    release_request: Mapped[ReleaseRequest | None] = relationship()
    expulsion: Mapped[Expulsion | None] = relationship()
    papers: Mapped[list["AgendaPaper"]] = relationship(order_by="AgendaPaper.number")
    exclusions: Mapped[list["Exclusion"]] = relationship(order_by="Exclusion.id")

    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        UniqueConstraint("meeting_id", "kind", "number"),
    )

    @property
    def label(self) -> str:
        """The item's designation: 議案第1号, 報告事項2."""
        if self.kind is ItemKind.RESOLUTION:
            return f"議案第{self.number}号"
        return f"{self.kind.label}{self.number}"

    @property
    def addition(self) -> str:
        """Note in letters and papers on an item added after the notice; "" for a notified item."""
        if self.notified:
            return ""
        words = f"通知の後に加えた{self.kind.label}"
        if self.kind is ItemKind.RESOLUTION:
            words += f"（{articles.PROXY}により、これまでの委任を含めて委任の対象外）"
        return words


class AgendaPaper(Model):
    """A paper on an item (資料)."""

    __tablename__ = "agenda_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Exclusion(Model):
    """A member excluded from the vote on an item for a conflict of interest, with the reason."""

    __tablename__ = "agenda_exclusion"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(String(300))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()
