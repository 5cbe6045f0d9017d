"""Consultation desks (困りごと相談窓口), and whom they pass on to (引継ぎ先)."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, event
from sqlalchemy.orm import Mapped, declared_attr

from app import clock
from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry, list_index
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register
from app.rules.support.desk_words import Capacity, Channel, Language
from app.rules.support.hidden_place import PLACE, hidden
from app.rules.support.hours_formats import (
    gif_times,
    hsds_schedules,
    opening_hours_of_the_week,
)
from app.rules.support.hours_text import normal_text, parse
from app.rules.support.passing_on import PassingOn
from app.rules.support.trouble_words import Trouble

_K = Kind


class Desk(RegisterEntry, Model):
    """A desk: neither the body that runs it nor the place where it is.

    Where it is stays out of trail and history (`personal`): of a place like a shelter it has to
    stay unknown, and what is written there never goes.
    """

    __tablename__ = "desk"
    register = Register(
        "desks",
        "困りごと相談窓口",
        N_("Consultation desks"),
        N_("Consultation desk"),
        N_("Where people in trouble are listened to and helped on, and when."),
        owned=True,
        confirmed_every=6,
        category="troubles",
        order="kana",
        schema_type="GovernmentService",
        reports=True,
    )

    name: Mapped[str] = field(
        "窓口名",
        N_("Name of the desk"),
        section=N_("The desk"),
        limit=100,
        required=True,
        listed=True,
        searched=True,
        formats={"schema.org": "name", "hsds": "name", "gif-451-7": "名称"},
    )
    kana: Mapped[str] = field(
        "窓口名（カナ）",
        N_("Name of the desk in katakana"),
        _K.KANA,
        limit=150,
        required=True,
        searched=True,
        formats={
            "schema.org": "alternateName",
            "hsds": "alternate_name",
            "gif-451-7": "名称（カナ）",
        },
    )
    body: Mapped[str] = field(
        "運営する団体",
        N_("Run by"),
        limit=100,
        listed=True,
        searched=True,
        formats={
            "schema.org": "provider.name",
            "hsds": "organization.name",
            "gif-451-7": "連絡先名称",
        },
    )
    troubles: Mapped[list[str]] = field(
        "お困りごと",
        N_("Troubles"),
        _K.CHOICES,
        choices=Trouble,
        required=True,
        listed=True,
        filtered=True,
        formats={"schema.org": "serviceType"},
    )
    does: Mapped[str] = field(
        "相談できること",
        N_("What it does"),
        _K.LINES,
        limit=1000,
        searched=True,
        formats={"schema.org": "description", "hsds": "description", "gif-451-7": "説明"},
    )
    for_whom: Mapped[str] = field(
        "相談できる人",
        N_("Who may come"),
        _K.LINES,
        limit=500,
        searched=True,
        formats={
            "schema.org": "audience.audienceType",
            "hsds": "eligibility_description",
            "gif-451-7": "対象者",
        },
    )
    fee: Mapped[str] = field(
        "費用",
        N_("Fee"),
        limit=200,
        formats={
            "schema.org": "feesAndCommissionsSpecification",
            "hsds": "fees_description",
            "gif-451-7": "料金説明",
        },
    )
    bring: Mapped[str] = field(
        "持ち物",
        N_("What to bring"),
        _K.LINES,
        limit=300,
        formats={"hsds": "required_documents[].document"},
    )
    channels: Mapped[list[str]] = field(
        "相談方法",
        N_("Ways to reach it"),
        _K.CHOICES,
        section=N_("How to reach it"),
        choices=Channel,
        filtered=True,
    )
    phone: Mapped[str] = field(
        "電話番号",
        N_("Telephone"),
        _K.PHONE,
        limit=20,
        listed=True,
        formats={
            "schema.org": "availableChannel.servicePhone.telephone",
            "hsds": "phones[voice].number",
            "gif-451-7": "連絡先電話番号",
        },
    )
    fax: Mapped[str] = field(
        "FAX番号",
        N_("Fax"),
        _K.PHONE,
        limit=20,
        formats={
            "schema.org": "availableChannel.servicePhone.faxNumber",
            "hsds": "phones[fax].number",
            "gif-451-7": "連絡先FAX番号",
        },
    )
    email: Mapped[str] = field(
        "メール",
        N_("E-mail"),
        _K.MAIL,
        limit=254,
        formats={
            "schema.org": "availableChannel.servicePhone.email",
            "hsds": "email",
            "gif-451-7": "連絡先メールアドレス",
        },
    )
    website: Mapped[str] = field(
        "ウェブサイト",
        N_("Website"),
        _K.WEB,
        limit=300,
        formats={"schema.org": "url", "hsds": "url", "gif-451-7": "URL"},
    )
    chat: Mapped[str] = field(
        "チャット・LINEのアドレス",
        N_("Address of chat or LINE"),
        _K.WEB,
        limit=300,
        formats={"schema.org": "availableChannel.serviceUrl"},
    )
    languages: Mapped[list[str]] = field(
        "対応言語",
        N_("Languages"),
        _K.CHOICES,
        choices=Language,
        filtered=True,
        formats={"schema.org": "availableChannel.availableLanguage", "hsds": "languages[].name"},
    )
    hours: Mapped[str] = field(
        "受付時間",
        N_("Hours"),
        _K.LINES,
        section=N_("When"),
        limit=4000,
        hint=N_(
            "One rule a line, such as: 月〜金 8:30〜17:15 / 祝日 休み / 12月29日〜1月3日 休み / 2026年12月1日 休み（研修のため）"
        ),
    )
    reservation: Mapped[str] = field(
        "予約",
        N_("Reservation"),
        limit=200,
        formats={"hsds": "application_process", "gif-451-7": "連絡先備考"},
    )
    capacity: Mapped[Capacity | None] = field(
        "受け入れの状況",
        N_("Can it take people now"),
        _K.CHOICE,
        choices=Capacity,
        filtered=True,
    )
    capacity_on: Mapped[date | None] = field(
        "受け入れの状況を確かめた日",
        N_("Checked whether it can on"),
        _K.DAY,
        hint=N_("Today, if you leave it empty."),
    )
    is_hidden: Mapped[bool] = field(
        "所在地を公開しない",
        N_("Do not show where it is"),
        _K.FLAG,
        section=N_("Where"),
        hint=N_(
            "For places like shelters. What you enter below is then kept for the secretariat alone. To publish it again, enter it again."
        ),
    )
    place: Mapped[str] = field(
        "場所の名称",
        N_("Name of the place"),
        limit=100,
        personal=True,
        formats={"schema.org": "availableChannel.serviceLocation.name"},
    )
    postal_code: Mapped[str] = field(
        "郵便番号",
        N_("Postal code"),
        _K.POSTAL_CODE,
        limit=8,
        personal=True,
        formats={
            "schema.org": "availableChannel.serviceLocation.address.postalCode",
            "gif-451-7": "郵便番号",
        },
    )
    municipality_code: Mapped[str | None] = field(
        "所在地の市町村",
        N_("Municipality of the place"),
        _K.MUNICIPALITY,
        personal=True,
        formats={"schema.org": "availableChannel.serviceLocation.address.addressLocality"},
    )
    address: Mapped[str] = field(
        "住所（市町村より後）",
        N_("Address after the municipality"),
        limit=200,
        personal=True,
        formats={
            "schema.org": "availableChannel.serviceLocation.address.streetAddress",
            "gif-451-7": "住所",
        },
    )
    hidden_place: Mapped[str] = field(
        "公開しない所在地",
        N_("Place that is not shown"),
        _K.LINES,
        limit=1000,
        tier=Tier.SECRETARIAT,
        personal=True,
        exported=False,
    )
    whole_prefecture: Mapped[bool] = field(
        "県内全域が対象", N_("For the whole prefecture"), _K.FLAG, section=N_("For which area")
    )
    area: Mapped[list[str]] = field(
        "対象の市町村",
        N_("For these municipalities"),
        _K.MUNICIPALITIES,
        filtered=True,
        formats={
            "schema.org": "areaServed[].name",
            "hsds": "service_areas[].name",
            "gif-451-7": "市区町村",
        },
    )
    remarks: Mapped[str] = field(
        "会員への連絡事項",
        N_("Remarks for members"),
        _K.LINES,
        section=N_("Not for the public"),
        limit=1000,
        tier=Tier.MEMBERS,
    )
    internal: Mapped[str] = field(
        "事務局メモ", N_("Internal note"), _K.LINES, limit=1000, tier=Tier.SECRETARIAT
    )

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        """The index of the list, and that nothing tells a hidden place."""
        told = "place = '' AND postal_code = '' AND municipality_code IS NULL AND address = ''"
        return (*list_index(cls), CheckConstraint(f"NOT is_hidden OR ({told})", "ck_desk_hidden"))

    def formatted(self, name: str) -> dict[str, Any]:
        """Return what a format says of the hours, by place there."""
        hours = parse(self.hours)
        if name == "hsds":
            return {
                "schedules": hsds_schedules(hours),
                **({"phones[fax].type": "fax"} if self.fax else {}),
            }
        if name == "schema.org":
            return {"availableChannel.hoursAvailable": opening_hours_of_the_week(hours)}
        return gif_times(hours) if name == "gif-451-7" else {}

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return values with hours in their normal form. Raises RuleViolation if they cannot be read."""
        if "hours" in values:
            try:
                values = values | {"hours": normal_text(parse(values["hours"]))}
            except ValueError as error:
                raise RuleViolation(None, str(error), field="hours") from error
        if "capacity" in values:
            day = values.get("capacity_on") or clock.today()
            values = values | {"capacity_on": day if values["capacity"] else None}
        return values


@event.listens_for(Desk, "before_insert")
@event.listens_for(Desk, "before_update")
def hide(_mapper: Any, _connection: Any, desk: Desk) -> None:
    """Move a place that is not shown out of the fields that are, whoever wrote it there."""
    for key, value in hidden({key: getattr(desk, key) for key in ("is_hidden", *PLACE)}).items():
        setattr(desk, key, value)


class DeskPassing(RegisterEntry, Model):
    """A desk passes people on to another (引継ぎ先)."""

    __tablename__ = "desk_passing"
    register = Register(
        "passings",
        "引継ぎ先",
        N_("Passings-on between desks"),
        N_("Passing-on"),
        N_("Which desk passes people on to which other, and why."),
        title="reason",
        order="source",
        recognised_by=("source", "target"),
    )

    reason: Mapped[str] = field(
        "引き継ぐ場合", N_("In which case"), limit=200, required=True, listed=True, searched=True
    )
    source: Mapped[str] = field(
        "引き継ぐ窓口",
        N_("From which desk"),
        _K.REFERENCE,
        refers_to="desk",
        required=True,
        listed=True,
        filtered=True,
    )
    target: Mapped[str] = field(
        "引継ぎを受ける窓口",
        N_("To which desk"),
        _K.REFERENCE,
        refers_to="desk",
        required=True,
        listed=True,
        filtered=True,
    )

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Raises RuleViolation for a desk that passes on to itself."""
        if "source" in values and "target" in values:
            try:
                PassingOn(values["source"] or "", values["target"] or " ")
            except ValueError as error:
                raise RuleViolation(None, str(error), field="target") from error
        return values
