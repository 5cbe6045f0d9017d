"""Supporters (サポーター) and their activity, counted."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask_appbuilder import Model
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.support.supporter import SUPPORTER, SupporterStage, SupporterVerb
from app.rules.support.supporter import SupporterActivityKind, SupporterKind


class Supporter(RegisterEntry, Model):
    """とっとり孤独・孤立サポーター、つながりサポーター. Individuals: the secretariat's alone."""

    __tablename__ = "supporter"
    register = Register(
        "supporters",
        "サポーター",
        N_("Supporters"),
        N_("Supporter"),
        tiers=(Tier.SECRETARIAT,),
        category="stage",
        order="kana",
        recognised_by=("name", "phone"),
        forgets=True,
    )

    name: Mapped[str] = field(
        "氏名",
        N_("Name of the person"),
        limit=60,
        required=True,
        listed=True,
        searched=True,
        personal=True,
        section=N_("The supporter"),
        autocomplete="name",
    )
    kana: Mapped[str] = field(
        "氏名（カナ）",
        N_("Reading"),
        Kind.KANA,
        limit=60,
        required=True,
        searched=True,
        personal=True,
    )
    phone: Mapped[str] = field(
        "電話番号",
        N_("Telephone"),
        Kind.PHONE,
        limit=20,
        personal=True,
        autocomplete="tel",
        hint=N_("Telephone or mail address: at least one of them is needed."),
    )
    email: Mapped[str] = field(
        "メールアドレス",
        N_("Mail address"),
        Kind.MAIL,
        limit=254,
        personal=True,
        autocomplete="email",
    )
    municipality_code: Mapped[str] = field(
        "住んでいる市町村", N_("Municipality of residence"), Kind.MUNICIPALITY, required=True
    )
    address: Mapped[str] = field(
        "住所", N_("Home address"), limit=200, personal=True, autocomplete="street-address"
    )
    is_minor: Mapped[bool] = field("18歳未満", N_("Under 18"), Kind.FLAG)
    guardian_agreed: Mapped[bool] = field(
        "保護者の同意", N_("A parent or guardian agrees"), Kind.FLAG
    )
    kind: Mapped[SupporterKind] = field(
        "種類",
        N_("Kind of supporter"),
        Kind.CHOICE,
        choices=SupporterKind,
        required=True,
        listed=True,
        filtered=True,
        section=N_("Activity as a supporter"),
    )
    area: Mapped[list[str]] = field(
        "活動する市町村",
        N_("Municipalities of activity"),
        Kind.MUNICIPALITIES,
        required=True,
        filtered=True,
    )
    motive: Mapped[str] = field(
        "応募の理由", N_("Why you apply"), Kind.LINES, limit=1000, personal=True
    )
    shares_with_municipality: Mapped[bool] = field(
        "市町村への提供の同意",
        N_("Name and contact may be shown to the municipalities of activity"),
        Kind.FLAG,
    )
    stage: Mapped[SupporterStage] = field(
        "段階",
        N_("Stage"),
        Kind.CHOICE,
        choices=SupporterStage,
        is_entered=False,
        listed=True,
        filtered=True,
        section=N_("Appointment"),
    )
    number: Mapped[str] = field(
        "任命番号",
        N_("Number of appointment"),
        limit=20,
        is_entered=False,
        listed=True,
        searched=True,
    )
    applied_on: Mapped[date | None] = field("申込日", N_("Applied on"), Kind.DAY)
    trained_on: Mapped[date | None] = field(
        "研修を修了した日", N_("Training finished on"), Kind.DAY, is_entered=False
    )
    pledged_on: Mapped[date | None] = field("誓約の日", N_("Pledge of secrecy given on"), Kind.DAY)
    pledge_version: Mapped[str] = field(
        "誓約の版", N_("Version of the pledge"), limit=20, is_entered=False
    )
    insured: Mapped[bool] = field("活動保険", N_("Insured as a volunteer"), Kind.FLAG)
    appointed_on: Mapped[date | None] = field(
        "任命の日", N_("Appointed on"), Kind.DAY, is_entered=False
    )
    term_until: Mapped[date | None] = field(
        "任期の末日", N_("Last day of the term"), Kind.DAY, is_entered=False, listed=True
    )
    refreshed_on: Mapped[date | None] = field(
        "再研修の日", N_("Last refresher on"), Kind.DAY, is_entered=False
    )
    ended_on: Mapped[date | None] = field("終了の日", N_("Ended on"), Kind.DAY, is_entered=False)
    note: Mapped[str] = field("備考", N_("Note"), Kind.LINES, limit=1000, personal=True)
    nonce: Mapped[str] = mapped_column(String(36))
    """In the personal link, which is void when it is another."""

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values. Raises RuleViolation for somebody who cannot be reached."""
        if {"phone", "email"} <= values.keys() and not (values["phone"] or values["email"]):
            raise RuleViolation(None, "電話番号かメールアドレスのどちらかを入力してください。")
        return values

    def __init__(self, **values: Any) -> None:
        """Begin as an applicant."""
        begin = {"stage": next_state(SUPPORTER, None, SupporterVerb.APPLY), "nonce": str(uuid4())}
        super().__init__(**begin | values)


class SupporterActivity(RegisterEntry, Model):
    """サポーターの活動: what a supporter did in a month, as counts alone."""

    __tablename__ = "supporter_activity"
    register = Register(
        "supporter-activities",
        "サポーターの活動",
        N_("Activities of supporters"),
        N_("Activity of a supporter"),
        N_("Counts alone: whom a supporter met is recorded nowhere."),
        tiers=(Tier.SECRETARIAT,),
        category="kind",
        recognised_by=("supporter", "month", "kind"),
    )

    name: Mapped[str] = field(
        "件名",
        N_("Subject"),
        limit=60,
        required=True,
        listed=True,
        searched=True,
        hint=N_("Such as: visits in November. Name nobody."),
    )
    supporter: Mapped[str] = field(
        "サポーター", N_("Supporter"), Kind.REFERENCE, refers_to="supporter", required=True
    )
    month: Mapped[date] = field(
        "年月", N_("Month"), Kind.DAY, required=True, listed=True, hint=N_("Any day of the month.")
    )
    kind: Mapped[SupporterActivityKind] = field(
        "活動の種類",
        N_("Kind of activity"),
        Kind.CHOICE,
        choices=SupporterActivityKind,
        required=True,
        listed=True,
        filtered=True,
    )
    times: Mapped[int] = field(
        "回数", N_("Times"), Kind.WHOLE, required=True, unit="回", least=0, most=9999, listed=True
    )
    people: Mapped[int] = field(
        *("人数", N_("People"), Kind.WHOLE),
        required=True,
        unit="人",
        least=0,
        most=9999,
        listed=True,
    )
