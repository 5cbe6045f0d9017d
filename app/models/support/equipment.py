"""Equipment that members lend each other (貸出備品)."""

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.support.practices import EquipmentKind


class Equipment(RegisterEntry, Model):
    """貸出備品: a member lends it, and says on what conditions."""

    __tablename__ = "equipment"
    register = Register(
        "equipment",
        "貸出備品",
        N_("Equipment to lend"),
        N_("Piece of equipment"),
        N_("What members lend each other, and on what conditions. Ask its owner by telephone."),
        tiers=(Tier.MEMBERS, Tier.PUBLIC),
        owned=True,
        category="kind",
        order="kana",
        recognised_by=("name", "phone"),
    )

    name: Mapped[str] = field("名称", N_("Name"), limit=100, required=True, searched=True)
    kana: Mapped[str] = field(
        "名称（カナ）", N_("Reading"), Kind.KANA, limit=200, required=True, searched=True
    )
    kind: Mapped[EquipmentKind] = field(
        "種類",
        N_("Kind"),
        Kind.CHOICE,
        choices=EquipmentKind,
        required=True,
        listed=True,
        filtered=True,
    )
    quantity: Mapped[int] = field(
        "数量",
        N_("Number available"),
        Kind.WHOLE,
        required=True,
        listed=True,
        least=1,
        most=9999,
    )
    municipality: Mapped[str] = field(
        "保管場所の市町村",
        N_("Where it is kept"),
        Kind.MUNICIPALITY,
        required=True,
        listed=True,
        filtered=True,
    )
    conditions: Mapped[str] = field(
        "貸出条件",
        N_("Conditions of lending"),
        Kind.LINES,
        limit=1000,
        searched=True,
        hint=N_("Such as: for how long, how it is fetched, what has to be paid."),
    )
    phone: Mapped[str] = field(
        "連絡先電話番号", N_("Telephone"), Kind.PHONE, limit=20, required=True, listed=True
    )
