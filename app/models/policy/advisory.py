"""The advisory council (孤独・孤立を防ぐ温もりのある支え愛社会づくり審議会): members, sessions, opinions."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.errors import RuleViolation
from app.models.policy.programme import lines
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy import advice
from app.rules.policy.advice import Openness, Outcome
from app.rules.registers.schema import Register

SHORT = 40
"""Characters of an opinion that name it."""


def _refuse(fault: str) -> None:
    if fault:
        raise RuleViolation(None, fault)


class AdvisoryMember(RegisterEntry, Model):
    """審議会の委員, named in public by the post that they were chosen for."""

    __tablename__ = "advisory_member"
    register = Register(
        "advisory-members",
        "審議会の委員",
        N_("Members of the advisory council"),
        N_("Member of the advisory council"),
        title="post",
        order="position",
        recognised_by=("post",),
    )

    post: Mapped[str] = field(
        *("所属・職", N_("Organisation and post")),
        limit=150,
        required=True,
        listed=True,
        searched=True,
    )
    person: Mapped[str] = field(
        *("氏名", N_("Name of the person")),
        limit=60,
        tier=Tier.SECRETARIAT,
        personal=True,
        searched=True,
        hint=N_("Seen by the secretariat only; it is not kept in the history."),
    )
    is_chair: Mapped[bool] = field(
        "会長", N_("Chair of the advisory council"), Kind.FLAG, listed=True
    )
    begins_on: Mapped[date | None] = field(
        "任期の始まり", N_("Term begins on"), Kind.DAY, listed=True
    )
    ends_on: Mapped[date | None] = field("任期の終わり", N_("Term ends on"), Kind.DAY, listed=True)
    position: Mapped[int] = field(
        "表示順", N_("Display order"), Kind.WHOLE, required=True, least=0, most=9999
    )

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Raise RuleViolation for a term that ends before it begins."""
        _refuse(advice.term_fault(values.get("begins_on"), values.get("ends_on")))
        return values


class AdvisorySession(RegisterEntry, Model):
    """審議会の会議."""

    __tablename__ = "advisory_session"
    register = Register(
        "advisory-sessions",
        "審議会の会議",
        N_("Sessions of the advisory council"),
        N_("Session of the advisory council"),
        order="held_on",
        newest_first=True,
        told_apart_by="held_on",
        files=True,
    )

    name: Mapped[str] = field(
        "会議名", N_("Session"), limit=100, required=True, listed=True, searched=True
    )
    held_on: Mapped[date] = field("開催日", N_("Held on"), Kind.DAY, required=True, listed=True)
    place: Mapped[str] = field("場所", N_("Place"), limit=150, listed=True)
    openness: Mapped[Openness | None] = field(
        *("公開の別", N_("Open to the public"), Kind.CHOICE),
        choices=Openness,
        listed=True,
        filtered=True,
        section=N_("Openness"),
    )
    closed_because: Mapped[str] = field(
        "公開しない理由", N_("Why it is not open"), Kind.LINES, limit=1000
    )
    closed_by: Mapped[str] = field(
        *("公開しないことを決定した者", N_("Who decided that it is not open")), limit=100
    )
    announced_on: Mapped[date | None] = field(
        *("開催を知らせた日", N_("Announced on"), Kind.DAY), section=N_("Announcement and papers")
    )
    announcement: Mapped[str] = lines(
        "開催の案内", N_("Announcement"), hint=N_("With how to attend.")
    )
    papers: Mapped[str] = lines("資料", N_("Papers"))
    summary: Mapped[str] = lines("議事の概要", N_("Summary"), searched=True)

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Raise RuleViolation for a session that is not open without reason and decision."""
        reason, decided = values.get("closed_because", ""), values.get("closed_by", "")
        _refuse(advice.openness_fault(values.get("openness"), reason, decided))
        return values


class AdvisoryOpinion(RegisterEntry, Model):
    """審議会の意見, and what became of it (意見がどうなったか)."""

    __tablename__ = "advisory_opinion"
    register = Register(
        "advisory-opinions",
        "審議会の意見",
        N_("Opinions of the advisory council"),
        N_("Opinion of the advisory council"),
        title="text",
        order="created_at",
        recognised_by=("session", "text"),
    )

    text: Mapped[str] = lines("意見", N_("Opinion"), required=True, listed=True, searched=True)
    session: Mapped[str] = field(
        *("会議", N_("Session"), Kind.REFERENCE),
        refers_to="advisory_session",
        required=True,
        listed=True,
        filtered=True,
    )
    member: Mapped[str | None] = field(
        *("意見を述べた委員", N_("Given by"), Kind.REFERENCE),
        refers_to="advisory_member",
        tier=Tier.SECRETARIAT,
        personal=True,
    )
    outcome: Mapped[Outcome | None] = field(
        *("回答", N_("Answer"), Kind.CHOICE),
        choices=Outcome,
        listed=True,
        filtered=True,
        section=N_("What became of it"),
    )
    reason: Mapped[str] = lines("回答の理由", N_("Reason"))
    section: Mapped[str] = field("担当課", N_("Section in charge"), limit=100)
    answered_on: Mapped[date | None] = field("回答日", N_("Answered on"), Kind.DAY)
    programme: Mapped[str | None] = field(
        *("関係する施策・事業", N_("Programme that takes it up"), Kind.REFERENCE),
        refers_to="programme",
    )

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Raise RuleViolation for an answer without reason, section or day."""
        reason, section = values.get("reason", ""), values.get("section", "")
        answered_on = values.get("answered_on")
        _refuse(advice.answer_fault(values.get("outcome"), reason, section, answered_on))
        return values

    def __str__(self) -> str:
        return self.text if len(self.text) <= SHORT else f"{self.text[:SHORT]}…"
