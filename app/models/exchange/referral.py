"""Referrals (紹介・声かけ): whom to approach, who asks, what came of it."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.exchange.referral import REFERRAL, ReferralStage, ReferralVerb


class Referral(RegisterEntry, Model):
    """声かけ: seen by the member that asks and by the secretariat."""

    __tablename__ = "referral"
    register = Register(
        "referrals",
        "紹介・声かけ",
        N_("Referrals"),
        N_("Referral"),
        N_("Organisations that could join, who asks them, and what came of it."),
        adds=N_("Note whom to ask"),
        tiers=(Tier.SECRETARIAT,),
        owned=True,
        category="stage",
        recognised_by=("name",),
    )

    name: Mapped[str] = field(
        "声をかける団体", N_("Organisation to ask"), limit=200, required=True, searched=True
    )
    municipality: Mapped[str] = field(
        "市町村", N_("Municipality"), Kind.MUNICIPALITY, listed=True, filtered=True
    )
    activity_fields: Mapped[list[str]] = field(
        "分野", N_("Fields"), Kind.ACTIVITY_FIELDS, filtered=True
    )
    why: Mapped[str] = field(
        "声をかける理由", N_("Why this organisation"), Kind.LINES, limit=1000, searched=True
    )
    asked_by: Mapped[str] = field("声をかける人", N_("Who asks"), limit=100, personal=True)
    contact: Mapped[str] = field(
        "相手の担当者", N_("Whom to talk to"), limit=200, personal=True, exported=False
    )
    result: Mapped[str] = field("様子・結果", N_("How it went"), Kind.LINES, limit=1000)
    stage: Mapped[ReferralStage] = field(
        "段階",
        N_("Stage"),
        Kind.CHOICE,
        choices=ReferralStage,
        is_entered=False,
        listed=True,
        filtered=True,
    )
    moved_on: Mapped[date | None] = field(
        "段階が変わった日", N_("In this stage since"), Kind.DAY, is_entered=False, listed=True
    )
    nonce: Mapped[str] = mapped_column(String(36))
    """In the personal link."""
    draft_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    """The hash of the draft begun by the link, by which the application is recognised."""
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)

    def __init__(self, **values: Any) -> None:
        """Begin as an idea."""
        begin = {
            "stage": next_state(REFERRAL, None, ReferralVerb.NOTE),
            "nonce": str(uuid4()),
            "draft_key": "",
        }
        super().__init__(**begin | values)
