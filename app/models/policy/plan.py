"""The platform's own plan of each year, and what came of it (企画・検証)."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.policy.programme import lines
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy.plan import PlanState
from app.rules.registers.schema import Register


class PlanActivity(RegisterEntry, Model):
    """計画の活動: aim and indicator at the year's beginning, result and lesson at its end."""

    __tablename__ = "plan_activity"
    register = Register(
        "plan-activities",
        "企画・検証",
        N_("Plan and verification"),
        N_("Activity of the plan"),
        N_("What the platform plans for a year, how it is measured, and what is learnt from it."),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        owned=True,
        order="fiscal_year",
        newest_first=True,
        told_apart_by="fiscal_year",
        recognised_by=("fiscal_year", "name"),
        category="state",
    )

    name: Mapped[str] = field("活動", N_("Activity"), limit=150, required=True, searched=True)
    fiscal_year: Mapped[int] = field(
        "年度", N_("Fiscal year"), Kind.FISCAL_YEAR, required=True, listed=True, filtered=True
    )
    state: Mapped[PlanState] = field(
        *("進み具合", N_("How far it is"), Kind.CHOICE),
        choices=PlanState,
        required=True,
        listed=True,
        filtered=True,
    )
    aim: Mapped[str] = lines("ねらい", N_("Aim"), required=True, searched=True)
    partners: Mapped[str] = field(
        *("担当する団体", N_("Responsible members")),
        limit=300,
        searched=True,
        hint=N_("Besides the member that keeps the entry."),
    )
    indicator: Mapped[str] = field(
        *("指標", N_("Indicator")),
        limit=150,
        section=N_("Indicator and result"),
        hint=N_("What is counted, for example: 相談窓口の確認を終えた数"),
    )
    target: Mapped[int | None] = field("目標の数", N_("Target"), Kind.WHOLE, least=0, listed=True)
    measure: Mapped[str] = field("単位", N_("Unit"), limit=20)
    result: Mapped[int | None] = field(
        *("結果の数", N_("Result"), Kind.WHOLE),
        least=0,
        listed=True,
        hint=N_(
            "Leave it empty where the system counts it: choose the figure on the entry's page."
        ),
    )
    done: Mapped[str] = lines("実施したこと", N_("What was done"))
    voices: Mapped[str] = lines(
        *("当事者等の声", N_("Voices of people concerned")),
        hint=N_("From questionnaires or talks. Write nothing by which a person can be recognised."),
    )
    next_year: Mapped[str] = lines("次の年度に変えること", N_("What changes next year"))
    measured_on: Mapped[date | None] = field(
        *("システムから取った日", N_("Result taken from the system on"), Kind.DAY), is_entered=False
    )
    figure: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The key of the declared figure that is its result; "" for a typed one."""
