"""Calls for grants (補助金の募集): the year's setting of each kind."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app import clock
from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.grants.amounts import Terms
from app.rules.grants.calls import Choosing, GrantKind, LimitOn, Payment, ReportRule, Rounding
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register

GIF = "gif-451-4"
DEFAULTS: dict[str, Any] = {
    "section": "孤独・孤立対策課",
    "target": "とっとり孤独・孤立対策官民連携プラットフォームの会員",
    "rate_numerator": 2,
    "rate_denominator": 3,
    "cost_limit": 300_000,
    "limit_on": LimitOn.COST.value,
    "rounding": Rounding.YEN.value,
    "places": 5,
    "budget": 1_000_000,
    "choosing": Choosing.FIRST_COME.value,
    "has_prenotice": True,
    "payment": Payment.AFTER.value,
    "request_days": 14,
    "withdrawal_days": 10,
    "change_percent": 20,
    "report_days": 30,
    "report_days_after_year": 10,
}
"""What the form of a new call begins with: 「３０万円×2/3（補助率）×５団体」 of the source."""


def _text(label: str, english: str, place: str, **said: Any) -> Any:
    """Return a column of text. place: its heading in GIF 451-4."""
    return field(label, english, formats={GIF: place}, **said)


def _day(label: str, english: str, place: str, **said: Any) -> Any:
    return field(label, english, Kind.DAY, required=True, formats={GIF: place}, **said)


def _number(label: str, english: str, unit: str, **said: Any) -> Any:
    return field(label, english, Kind.WHOLE, unit=unit, required=True, **{"least": 0, **said})


def _days(label: str, english: str, least: int = 0, **said: Any) -> Any:
    return _number(label, english, "日", least=least, most=365, **said)


def _choice(label: str, english: str, choices: Any, **said: Any) -> Any:
    return field(label, english, Kind.CHOICE, choices=choices, required=True, **said)


class GrantCall(RegisterEntry, Model):
    """補助金の募集."""

    __tablename__ = "grant_call"
    register = Register(
        "grant-calls",
        "補助金の募集",
        N_("Calls for grants"),
        N_("Call for grants"),
        N_("Grants for what members do about loneliness and isolation. Members apply here."),
        adds=N_("Prepare a call"),
        tiers=(Tier.PUBLIC,),
        order="closes_on",
        newest_first=True,
        recognised_by=("fiscal_year", "name"),
        files=True,
    )

    name: Mapped[str] = _text(
        *("名称", N_("Name of the grant"), "制度名"),
        **{"limit": 40, "required": True, "listed": True, "searched": True},
    )
    kind: Mapped[GrantKind] = _choice(
        "種類", N_("Kind of grant"), GrantKind, listed=True, filtered=True
    )
    fiscal_year: Mapped[int] = field(
        *("年度", N_("Fiscal year"), Kind.FISCAL_YEAR), required=True, listed=True, filtered=True
    )
    summary: Mapped[str] = _text(
        "概要", N_("Summary"), "概要", limit=100, required=True, searched=True
    )
    content: Mapped[str] = _text(
        *("内容", N_("What is supported"), "内容"),
        **{"kind": Kind.LINES, "limit": 500, "required": True, "searched": True},
    )
    target: Mapped[str] = _text("対象者", N_("Who may apply"), "対象者", limit=100)
    section: Mapped[str] = _text(
        "所管組織", N_("Section in charge"), "所管組織", limit=60, required=True
    )
    basis: Mapped[str] = _text(
        "根拠", N_("Basis (act, ordinance, guideline)"), "根拠法令", limit=100
    )
    papers: Mapped[str] = _text("手続書類", N_("Papers needed"), "手続書類", limit=200)
    contact: Mapped[str] = _text(
        "連絡先", N_("Contact of the section"), "連絡先", limit=100, required=True
    )
    opens_on: Mapped[date] = _day(
        "募集開始日", N_("Applications from"), "公募開始日", section=N_("Period and selection")
    )
    closes_on: Mapped[date] = _day(
        "募集締切日", N_("Applications until"), "公募終了日", listed=True
    )
    choosing: Mapped[Choosing] = _choice("選定の方法", N_("How bodies are chosen"), Choosing)
    places: Mapped[int] = _number(
        "団体数", N_("Number of bodies"), "団体", least=1, most=9999, listed=True
    )
    has_prenotice: Mapped[bool] = field(
        *("内示を行う", N_("Tell the chosen bodies first (内示)"), Kind.FLAG),
        hint=N_("They then apply formally. Without it the application is decided on directly."),
    )
    rate_numerator: Mapped[int] = _number(
        "補助率（分子）",
        N_("Rate: numerator"),
        "",
        least=1,
        most=100,
        section=N_("Amounts"),
        is_inner=True,
    )
    rate_denominator: Mapped[int] = _number(
        "補助率（分母）", N_("Rate: denominator"), "", least=1, most=100, is_inner=True
    )
    cost_limit: Mapped[int] = _number("上限額", N_("Limit"), "円", least=1, is_inner=True)
    limit_on: Mapped[LimitOn] = _choice(
        "上限額の対象", N_("What the limit is on"), LimitOn, is_inner=True
    )
    rounding: Mapped[Rounding] = _choice("端数の処理", N_("Rounding"), Rounding, is_inner=True)
    budget: Mapped[int] = _number("予算額", N_("Budget"), "円")
    payment: Mapped[Payment] = _choice("支払の方法", N_("Way of payment"), Payment)
    request_days: Mapped[int] = _days(
        "交付申請の期限（内示から）",
        N_("Days for the formal application"),
        1,
        section=N_("Deadlines and changes"),
    )
    withdrawal_days: Mapped[int] = _days(
        "取下げの期限（交付決定から）", N_("Days for a withdrawal")
    )
    change_percent: Mapped[int] = _number(
        *("承認が要る変更の割合", N_("Changes above this need approval"), "％"),
        most=100,
        hint=N_("Of the costs, added, left out or moved between kinds."),
    )
    report_days: Mapped[int] = _days(
        "実績報告の期限（完了から）", N_("Days for the report after completion")
    )
    report_days_after_year: Mapped[int] = _days(
        "実績報告の期限（年度末から）",
        N_("Days for the report after the year's end"),
        hint=N_("The earlier of the two days counts."),
    )

    @property
    def terms(self) -> Terms:
        """The terms by which amounts are worked out."""
        return Terms(
            self.rate_numerator,
            self.rate_denominator,
            self.cost_limit,
            self.limit_on,
            self.rounding,
        )

    @property
    def report_rule(self) -> ReportRule:
        """The rule of the report's deadline."""
        return ReportRule(self.report_days, self.report_days_after_year)

    def is_open(self, today: date) -> bool:
        """Whether applications are taken on that day."""
        return self.retired_on is None and self.opens_on <= today <= self.closes_on

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values. Raises RuleViolation for a period or a rate that cannot be."""
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes and closes < opens:
            raise RuleViolation(
                None, "募集締切日は、募集開始日以後の日を入力してください。", field="closes_on"
            )
        above, below = values.get("rate_numerator"), values.get("rate_denominator")
        if above and below and above > below:
            raise RuleViolation(
                None, "補助率は、1（10/10）以下で入力してください。", field="rate_numerator"
            )
        return values

    def formatted(self, name: str) -> dict[str, Any]:
        """Return what GIF 451-4 (制度) asks for besides the fields."""
        if name != GIF:
            return {}
        return {
            "最大補助率": self.terms.percent,
            "給付上限額": self.terms.most,
            "予算枠の有無": True,
            "電子申請の有無": True,
            "公開開始日": self.opens_on.isoformat(),
            "最終更新日": clock.local(self.changed_at).date().isoformat(),
        }
