"""Patronage (後援名義): the platform's name for an event of a member."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.exchange.patronage import PATRONAGE, PatronageStage, PatronageVerb


class Patronage(RegisterEntry, Model):
    """後援名義の申請: seen by the member and the secretariat."""

    __tablename__ = "patronage"
    register = Register(
        "patronages",
        "後援名義",
        N_("Patronage"),
        N_("Application for patronage"),
        N_("Ask for the platform's name for an event of yours. Attach the programme or the flyer."),
        adds=N_("Apply for patronage"),
        withdraws=N_("Withdraw this application"),
        tiers=(Tier.SECRETARIAT,),
        owned=True,
        category="stage",
        files=True,
        order="held_on",
        newest_first=True,
        recognised_by=("name", "held_on"),
    )

    name: Mapped[str] = field(
        "行事の名称", N_("Name of the event"), limit=100, required=True, searched=True
    )
    held_on: Mapped[date | None] = field(
        "開催日", N_("Day of the event"), Kind.DAY, required=True, listed=True
    )
    place: Mapped[str] = field("会場", N_("Place"), limit=200, required=True)
    purpose: Mapped[str] = field(
        "目的と内容",
        N_("Purpose and contents"),
        Kind.LINES,
        limit=2000,
        required=True,
        searched=True,
    )
    expected: Mapped[int | None] = field(
        *("参加の見込み", N_("Expected participants"), Kind.WHOLE),
        unit="人",
        least=0,
        most=99_999,
    )
    fee: Mapped[str] = field(
        "参加費", N_("Fee"), limit=100, hint=N_("Such as: none, or 500 yen for materials.")
    )
    stage: Mapped[PatronageStage] = field(
        "段階",
        N_("Stage"),
        Kind.CHOICE,
        choices=PatronageStage,
        is_entered=False,
        listed=True,
        filtered=True,
        section=N_("Decision"),
    )
    decided_on: Mapped[date | None] = field("決定日", N_("Decided on"), Kind.DAY, is_entered=False)
    words: Mapped[str] = field(
        "条件・理由", N_("Conditions or reasons"), Kind.LINES, limit=1000, is_entered=False
    )
    visitors: Mapped[int | None] = field(
        *("参加者数", N_("Participants"), Kind.WHOLE),
        unit="人",
        is_entered=False,
        section=N_("Report on the event"),
    )
    report: Mapped[str] = field(
        "報告", N_("How the event went"), Kind.LINES, limit=2000, is_entered=False
    )
    reported_on: Mapped[date | None] = field(
        "報告日", N_("Reported on"), Kind.DAY, is_entered=False
    )
    reminded_on: Mapped[date | None] = mapped_column(Date)

    def __init__(self, **values: object) -> None:
        """Begin as applied for."""
        super().__init__(**{"stage": next_state(PATRONAGE, None, PatronageVerb.APPLY)} | values)

    def settle(self, *, by_staff: bool) -> None:
        """Let the member change nothing that was decided on. Raises RuleViolation."""
        if not by_staff and self.stage is not PatronageStage.APPLIED:
            raise RuleViolation(
                None, "決定の後は、申請の内容を変えられません。事務局に連絡してください。"
            )
