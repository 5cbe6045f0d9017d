"""Surveys (アンケート): answered once by a member, or by anybody, and counted when they are over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.extensions import db
from app.models.exchange.survey import Survey, SurveyAnswer
from app.rules.common.small_cells import is_small, protected, protected_choices
from app.rules.exchange.survey_questions import Question, QuestionKind
from app.rules.membership.roster import Tier
from app.security import guard
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.common import audit
from app.services.membership import memberships
from app.services.registers import entries


@dataclass(frozen=True)
class Result:
    """What was answered to a question. counts: choice → number, None where it is hidden.

    answered: how many answered it, None where they are few. given: of how many, None where this tells
    a hidden number.
    """

    question: Question
    answered: int | None
    given: int | None
    counts: Sequence[tuple[str, int | None]]


def may_answer(actor: Viewer, survey: Survey) -> bool:
    """Whether the actor is one of those asked, and it is open. One without log-in if it is public."""
    asked = actor.has(*MEMBERS) or (survey.tier is Tier.PUBLIC and actor.account_id is None)
    return asked and survey.is_open(clock.today()) and survey.tier is not Tier.SECRETARIAT


def has_answered(actor: Viewer, survey: Survey) -> bool:
    """Whether the actor's organisation has answered."""
    if actor.organisation_id is None:
        return False
    found = select(SurveyAnswer.id).where(
        SurveyAnswer.survey_id == survey.id,
        SurveyAnswer.organisation_id == actor.organisation_id,
    )
    return db.session.scalar(found) is not None


def unanswered(actor: Viewer) -> ColumnElement[bool]:
    """Return the condition that a survey is open and the actor's organisation has not answered it."""
    today, mine = clock.today(), SurveyAnswer.organisation_id == actor.organisation_id
    return and_(
        Survey.opens_on <= today,
        Survey.closes_on >= today,
        Survey.retired_on.is_(None),
        Survey.tier != Tier.SECRETARIAT,
        ~exists().where(SurveyAnswer.survey_id == Survey.id, mine),
    )


def answer(
    actor: Viewer, public_id: str, values: Sequence[Any], ticket: str | None = None
) -> SurveyAnswer:
    """Take in an answer. The trail says that one came, of a public survey not from whom.

    ticket: of the form that was opened, which is taken once. Raises NotFound, NotPermitted, RuleViolation for a member that has answered, a survey over, no answer at all.
    """
    survey: Survey = entries.one(Survey, public_id)
    if not survey.is_open(clock.today()):
        raise RuleViolation(None, "回答の期間ではありません。")
    if not may_answer(actor, survey):
        raise NotPermitted
    if not any(values):
        raise RuleViolation(None, "1つ以上の設問に答えてから、送ってください。")
    member = actor.organisation_id if actor.has(*MEMBERS) else None
    if member is not None:
        memberships.locked(member)
        if has_answered(actor, survey):
            raise RuleViolation(None, "貴団体は、すでに回答しています。")
    with guard.acting_as_system(db.session):  # answers are the secretariat's
        once = select(SurveyAnswer.id).where(SurveyAnswer.ticket == ticket)
        if ticket is not None and db.session.scalar(once) is not None:
            raise RuleViolation(None, "この回答は、すでに受け取りました。ありがとうございました。")
        given = SurveyAnswer(
            survey_id=survey.id,
            organisation_id=member,
            ticket=ticket,
            values=list(values),
            answered_at=clock.now(),
        )
        db.session.add(given)
        db.session.flush()
    audit.record(actor, "survey.answer", "survey", survey.public_id)
    return given


def number(survey: Survey) -> int:
    """Return how many answers there are."""
    with guard.acting_as_system(db.session):  # a number alone leaves it
        counted = select(func.count()).where(SurveyAnswer.survey_id == survey.id)
        return db.session.scalar(counted) or 0


def results(actor: Viewer, public_id: str) -> tuple[Survey, int | None, list[Result]]:
    """Return a survey that is over, how many answered, and the counts without the small ones.

    While it is open nobody is told: two reports of different days could be subtracted.
    """
    survey: Survey = entries.one(Survey, public_id)
    if survey.closes_on >= clock.today():
        raise NotFound
    with guard.acting_as_system(db.session):  # counts alone leave it
        found = db.session.scalars(
            select(SurveyAnswer.values).where(SurveyAnswer.survey_id == survey.id)
        ).all()
    told = [_result(q, [v[at] for v in found]) for at, q in enumerate(survey.asked)]
    is_hidden = is_small(len(found)) or any(each.given is None for each in told)
    return survey, None if is_hidden else len(found), told


def _result(question: Question, given: Sequence[Any]) -> Result:
    """Count a question. Those who left it out are a part, too: else they could be subtracted."""
    answers = [each for each in given if each not in (None, "", [])]
    missing = len(given) - len(answers)
    known = not (is_small(len(answers)) or is_small(missing))
    shown: list[int | None] = []
    total: int | None = len(given)
    if question.kind is QuestionKind.SEVERAL:
        counts = [sum(choice in each for each in answers) for choice in question.choices]
        shown = protected_choices(counts, len(answers))
    elif question.kind is not QuestionKind.TEXT:
        counts = [answers.count(choice) for choice in question.choices]
        (*shown, left_out), total = protected([*counts, missing])
        shown = shown if total is not None else [None] * len(shown)
        known = total is not None and left_out is not None
    choices = question.choices if shown else ()
    counted = list(zip(choices, shown, strict=True))
    return Result(question, len(answers) if known else None, total, counted)


def table(actor: Viewer, survey: Survey) -> Iterator[Sequence[str | int | date]]:
    """Yield the single answers for the secretariat, without whose they are, in no telling order."""
    actor.require(Role.SECRETARIAT)
    found = db.session.scalars(
        select(SurveyAnswer.values).where(SurveyAnswer.survey_id == survey.id)
    ).all()
    for values in sorted(found, key=repr):
        yield ["、".join(v) if isinstance(v, list) else v or "" for v in values]
