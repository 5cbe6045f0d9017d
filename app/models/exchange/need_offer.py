"""Needs and offers of members (つなぎたい・手伝える), and what was written about them."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.errors import RuleViolation
from app.models.common.scope import OrganisationScoped
from app.models.common.types import UtcDateTime
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.exchange.need_offers import NeedKind, last_day, may_stand
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.exchange.need_offer import NEED_OFFER, NeedStage, NeedVerb


class NeedOffer(RegisterEntry, Model):
    """つなぎたい・手伝える: what a member lacks or can do, until a day."""

    __tablename__ = "need_offer"
    register = Register(
        "needs-offers",
        "つなぎたい・手伝える",
        N_("Needs and offers"),
        N_("Need or offer"),
        N_("Write what you lack or what you can do. Others answer here; no address is shown."),
        adds=N_("Write a need or an offer"),
        withdraws=N_("Take it down"),
        tiers=(Tier.MEMBERS, Tier.SECRETARIAT),
        tier_is_entered=False,
        owned=True,
        category="stage",
        order="until",
        newest_first=True,
        recognised_by=("name", "until"),
    )

    name: Mapped[str] = field(
        "件名",
        N_("Subject"),
        limit=100,
        required=True,
        searched=True,
        hint=N_("Such as: a room for a meeting on Saturdays. Name no person in trouble."),
    )
    kind: Mapped[NeedKind] = field(
        "種類",
        N_("Kind"),
        Kind.CHOICE,
        choices=NeedKind,
        required=True,
        listed=True,
        filtered=True,
    )
    text: Mapped[str] = field(
        "くわしい内容", N_("Details"), Kind.LINES, limit=2000, required=True, searched=True
    )
    municipality: Mapped[str] = field(
        "市町村", N_("Municipality"), Kind.MUNICIPALITY, listed=True, filtered=True
    )
    until: Mapped[date | None] = field(
        "いつまで",
        N_("Until"),
        Kind.DAY,
        listed=True,
        hint=N_("60 days from today if you leave it empty."),
    )
    activity_fields: Mapped[list[str]] = field(
        *("分野", N_("Fields"), Kind.ACTIVITY_FIELDS),
        filtered=True,
        section=N_("Fields concerned"),
        is_folded=True,
    )
    stage: Mapped[NeedStage] = field(
        "段階",
        N_("Stage"),
        Kind.CHOICE,
        choices=NeedStage,
        is_entered=False,
        listed=True,
        filtered=True,
        section=N_("What came of it"),
    )
    matched_on: Mapped[date | None] = field(
        "つながった日", N_("Matched on"), Kind.DAY, is_entered=False
    )
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first answer came."""

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values with a last day. Raises RuleViolation for one out of range."""
        if "until" in values:
            today = clock.today()
            values = {**values, "until": last_day(today, values["until"])}
            if not may_stand(today, values["until"]):
                raise RuleViolation(None, "今日から1年以内の日を入力してください。", field="until")
        return values

    def __init__(self, **values: Any) -> None:
        """Begin open."""
        begin = {"stage": next_state(NEED_OFFER, None, NeedVerb.POST)}
        super().__init__(**begin | {"until": last_day(clock.today(), None)} | values)

    def settle(self, *, by_staff: bool) -> None:
        """Open what had expired, with its new last day."""
        if self.stage is NeedStage.EXPIRED:
            self.stage = next_state(NEED_OFFER, self.stage, NeedVerb.RENEW)
            self.tier = Tier.MEMBERS


class NeedMessage(OrganisationScoped, Model):
    """A message about a need or an offer. organisation_id: the member that answered it.

    Both sides read a conversation: the other one by services/exchange/need_answers.py.
    """

    __tablename__ = "need_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_offer_id: Mapped[int] = mapped_column(ForeignKey("need_offer.id"))
    is_answer: Mapped[bool] = mapped_column(Boolean)
    """Whether it is from the member that answers, not from the keeper of the entry."""
    author_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    author_name: Mapped[str] = mapped_column(String(130))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Any] = relationship(
        "Organisation", lazy="raise", foreign_keys="NeedMessage.organisation_id"
    )

    __table_args__ = (
        Index("ix_need_message_thread", "need_offer_id", "organisation_id", "id"),
        Index("ix_need_message_author", "author_organisation_id", "written_at"),
    )
