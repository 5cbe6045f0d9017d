"""Surveys (アンケート) of members or of everybody, and the answers."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.errors import RuleViolation
from app.models.common.scope import OrganisationScoped
from app.models.common.types import UtcDateTime
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.exchange.survey_questions import Question, questions
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register


class Survey(RegisterEntry, Model):
    """アンケート: whoever sees it may answer it while it is open."""

    __tablename__ = "survey"
    register = Register(
        "surveys",
        "アンケート",
        N_("Surveys"),
        N_("Survey"),
        N_("Questions to members or to everybody, and what came of them."),
        adds=N_("Prepare a survey"),
        tiers=(Tier.MEMBERS, Tier.PUBLIC, Tier.SECRETARIAT),
        order="closes_on",
        newest_first=True,
        recognised_by=("name", "opens_on"),
    )

    name: Mapped[str] = field("名称", N_("Title"), limit=100, required=True, searched=True)
    purpose: Mapped[str] = field(
        "目的と使いみち",
        N_("What it is for"),
        Kind.LINES,
        limit=1000,
        required=True,
        hint=N_("Who reads the answers, and what they are used for."),
    )
    opens_on: Mapped[date] = field("開始日", N_("Opens on"), Kind.DAY, required=True, listed=True)
    closes_on: Mapped[date] = field("最終日", N_("Last day"), Kind.DAY, required=True, listed=True)
    questions: Mapped[str] = field(
        "設問",
        N_("Questions"),
        Kind.LINES,
        limit=8000,
        required=True,
        is_fixed=True,
        exported=False,
        tier=Tier.SECRETARIAT,
        hint=N_(
            "One a line, such as 選択：会議の長さは？｜長い｜よい｜短い or 複数：… or 5段階：… or 自由：…; "
            "end the question with ※ if it has to be answered. It cannot be changed later. "
            "Whoever may see the survey may answer it."
        ),
    )

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values. Raises RuleViolation for questions nobody can ask, and an empty period."""
        try:
            questions(values["questions"]) if "questions" in values else None
        except ValueError as fault:
            raise RuleViolation(None, str(fault), field="questions") from fault
        if {"opens_on", "closes_on"} <= values.keys() and values["closes_on"] < values["opens_on"]:
            raise RuleViolation(
                None, "最終日は、開始日より後の日にしてください。", field="closes_on"
            )
        return values

    @property
    def asked(self) -> list[Question]:
        """The questions."""
        return questions(self.questions)

    def frozen(self) -> frozenset[str]:
        """The last day of one that is over: reports of two days could be subtracted."""
        return frozenset({"closes_on"} if self.closes_on < clock.today() else ())

    def is_open(self, today: date) -> bool:
        """Whether it may be answered today."""
        return self.retired_on is None and self.opens_on <= today <= self.closes_on


class SurveyAnswer(OrganisationScoped, Model):
    """One answer: of a member, or of somebody of whom nothing is known."""

    __tablename__ = "survey_answer"
    __table_args__ = (UniqueConstraint("survey_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(  # type: ignore[assignment]
        ForeignKey("organisation.id"), index=True
    )
    ticket: Mapped[str | None] = mapped_column(String(40), unique=True, index=True)
    """The form that was opened for it: each is taken once. It tells nobody."""
    values: Mapped[list[Any]] = mapped_column(JSON)
    """By question: a choice, several, a text; None for none."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
