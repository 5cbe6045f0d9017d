"""What members offer to the municipalities' comprehensive support (重層的支援体制整備事業への参画)."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy.offers import OfferAnswer, SupportPart
from app.rules.registers.schema import Register


class SupportOffer(RegisterEntry, Model):
    """参画の申出: a member offers, the municipality takes it up."""

    __tablename__ = "support_offer"
    register = Register(
        "support-offers",
        "重層的支援体制整備事業への参画",
        N_("Part in comprehensive support"),
        N_("Offer to a municipality"),
        N_("What members offer to the municipalities' comprehensive support, and the answers."),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        owned=True,
        category="municipality",
    )

    name: Mapped[str] = field(
        "申出の名称", N_("Name of the offer"), limit=100, required=True, searched=True
    )
    municipality: Mapped[str] = field(
        "市町村",
        N_("Municipality"),
        Kind.MUNICIPALITY,
        required=True,
        is_fixed=True,
        listed=True,
        filtered=True,
        hint=N_("It is told by mail, and answers here. It cannot be changed later."),
    )
    part: Mapped[SupportPart] = field(
        "関わる事業",
        N_("Part of the scheme"),
        Kind.CHOICE,
        choices=SupportPart,
        required=True,
        listed=True,
        filtered=True,
    )
    offered: Mapped[str] = field(
        "できること", N_("What you can do"), Kind.LINES, limit=2000, required=True, searched=True
    )
    answer: Mapped[OfferAnswer | None] = field(
        "市町村の回答",
        N_("Answer"),
        Kind.CHOICE,
        choices=OfferAnswer,
        is_entered=False,
        listed=True,
        filtered=True,
        section=N_("Answer of the municipality"),
    )
    answer_text: Mapped[str] = field(
        "回答の説明", N_("Explanation"), Kind.LINES, limit=1000, is_entered=False
    )
    answered_on: Mapped[date | None] = field(
        "回答日", N_("Answered on"), Kind.DAY, is_entered=False
    )
