"""Subcommittees (分科会): proposed by members, founded when enough others support it."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.events.event import SUBCOMMITTEE, SubcommitteeStage, SubcommitteeVerb


class Subcommittee(RegisterEntry, Model):
    """分科会. Its members are rows of `SubcommitteeMember`, its meetings events."""

    __tablename__ = "subcommittee"
    register = Register(
        "subcommittees",
        "分科会",
        N_("Subcommittees"),
        N_("Subcommittee"),
        N_("Members propose one; when enough others support it, the secretariat founds it."),
        adds=N_("Propose a subcommittee"),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        owned=True,
        category="stage",
        files=True,
    )

    name: Mapped[str] = field(
        *("分科会名", N_("Name of the subcommittee")),
        limit=60,
        required=True,
        listed=True,
        searched=True,
    )
    aim: Mapped[str] = field(
        *("目的", N_("Aim"), Kind.LINES), limit=1000, required=True, searched=True
    )
    plan: Mapped[str] = field(
        *("進め方", N_("How it works"), Kind.LINES),
        limit=2000,
        hint=N_("How often it meets, what shall come out of it, and until when."),
    )
    fields: Mapped[list[str]] = field(
        *("活動分野", N_("Fields of activity"), Kind.ACTIVITY_FIELDS), listed=True, filtered=True
    )
    stage: Mapped[SubcommitteeStage] = field(
        *("段階", N_("Stage"), Kind.CHOICE),
        choices=SubcommitteeStage,
        is_entered=False,
        listed=True,
        filtered=True,
    )
    founded_on: Mapped[date | None] = field(
        *("設置日", N_("Founded on"), Kind.DAY), is_entered=False, listed=True
    )
    ended_on: Mapped[date | None] = field(*("終了日", N_("Ended on"), Kind.DAY), is_entered=False)
    reason: Mapped[str] = field(
        *("設置しない・終了の理由", N_("Reason"), Kind.LINES), limit=500, is_entered=False
    )

    def __init__(self, **values: Any) -> None:
        """Begin as a proposal."""
        begin = {"stage": next_state(SUBCOMMITTEE, None, SubcommitteeVerb.PROPOSE)}
        super().__init__(**begin | values)
