"""The library of papers (資料庫)."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.policy.papers import PaperKind, Retention
from app.rules.registers.schema import Register


class Paper(RegisterEntry, Model):
    """資料: its text, or files with their checksums, or both."""

    __tablename__ = "paper"
    register = Register(
        "library",
        "資料庫",
        N_("Library"),
        N_("Paper"),
        N_("Papers of the meetings, rules, surveys, and others, with their versions."),
        category="kind",
        order="day",
        newest_first=True,
        recognised_by=("day", "name", "version"),
        files=True,
        schema_type="CreativeWork",
    )

    name: Mapped[str] = field(
        "資料名",
        N_("Title of the paper"),
        limit=150,
        required=True,
        searched=True,
        formats={"schema.org": "name"},
    )
    kind: Mapped[PaperKind] = field(
        "種類",
        N_("Kind"),
        Kind.CHOICE,
        choices=PaperKind,
        required=True,
        listed=True,
        filtered=True,
    )
    version: Mapped[str] = field(
        "版", N_("Version"), limit=40, listed=True, formats={"schema.org": "version"}
    )
    day: Mapped[date] = field(
        "資料の日付",
        N_("Date of the paper"),
        Kind.DAY,
        required=True,
        listed=True,
        formats={"schema.org": "dateCreated"},
    )
    source: Mapped[str] = field(
        "出典の会議等",
        N_("Meeting or office"),
        limit=200,
        listed=True,
        searched=True,
        hint=N_("The meeting or office that it comes from."),
    )
    meeting_number: Mapped[int | None] = field(
        "プラットフォーム会議の回",
        N_("Number of the platform meeting"),
        Kind.WHOLE,
        unit="回",
        least=1,
        most=9999,
        filtered=True,
        hint=N_("Whoever may open the meeting's page then finds a link."),
    )
    summary: Mapped[str] = field("概要", N_("Summary"), Kind.LINES, limit=1000, searched=True)
    text: Mapped[str] = field(
        "本文",
        N_("Text"),
        Kind.LINES,
        limit=20_000,
        searched=True,
        exported=False,
        hint=N_("A blank line begins a paragraph. Two versions are compared by paragraphs."),
        section=N_("Text"),
    )
    replaces: Mapped[str | None] = field(
        "差し替える前の資料",
        N_("Replaces"),
        Kind.REFERENCE,
        refers_to="paper",
        section=N_("Versions and retention"),
    )
    retention: Mapped[Retention | None] = field(
        "保存期間", N_("Retention"), Kind.CHOICE, choices=Retention
    )
