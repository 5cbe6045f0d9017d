"""The record of trainings (人材育成の記録, 法第12条)."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.support.practices import Audience


class Training(RegisterEntry, Model):
    """研修: held, not planned; nobody is named."""

    __tablename__ = "training"
    register = Register(
        "trainings",
        "人材育成の記録",
        N_("Training record"),
        N_("Training"),
        N_("Trainings held for those who support: coordinators, desks, supporters."),
        category="audience",
        order="day",
        newest_first=True,
        recognised_by=("day", "name"),
        files=True,
    )

    name: Mapped[str] = field(
        "研修名", N_("Title of the training"), limit=100, required=True, searched=True
    )
    day: Mapped[date] = field("実施日", N_("Day"), Kind.DAY, required=True, listed=True)
    audience: Mapped[list[str]] = field(
        "対象者",
        N_("For whom"),
        Kind.CHOICES,
        choices=Audience,
        required=True,
        listed=True,
        filtered=True,
    )
    municipality: Mapped[str | None] = field(
        "開催市町村",
        N_("Where it was held"),
        Kind.MUNICIPALITY,
        listed=True,
        filtered=True,
        hint=N_("Leave it empty for one held online."),
    )
    organiser: Mapped[str] = field("主催", N_("Organiser"), limit=100, searched=True)
    aim: Mapped[str] = field("目的", N_("Aim"), Kind.LINES, limit=1000, required=True)
    content: Mapped[str] = field(
        "内容", N_("What was taught"), Kind.LINES, limit=4000, searched=True
    )
    participants: Mapped[int | None] = field(
        "参加人数", N_("Participants"), Kind.WHOLE, unit="人", least=0, most=99999, listed=True
    )
    evaluation: Mapped[str] = field(
        "振り返り",
        N_("What to do better"),
        Kind.LINES,
        limit=2000,
        tier=Tier.MEMBERS,
        hint=N_("Results of the questionnaire, without names. It is shown to members only."),
    )
