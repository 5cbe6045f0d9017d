"""Surveys: one answer of each member, anybody's without a trace, counts when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.common.audit import AuditEntry
from app.models.exchange.survey import Survey, SurveyAnswer
from app.rules.membership.roster import Tier
from app.security import guard
from app.security.viewer import PUBLIC
from app.services.exchange import surveys
from app.services.front import home
from app.services.registers import entries
from tests import factories
from tests.support.desk import officer
from tests.support.exchange import acting, survey

ANSWER = ["よい", ["研修会"], "4", "ありがとう"]


def test_questions_are_checked_when_they_are_entered(session: Any) -> None:
    values = {"name": "a", "purpose": "b", "opens_on": clock.today(), "questions": "どれですか"}
    with pytest.raises(RuleViolation, match="1行目"):
        entries.add(officer(), Survey, values | {"closes_on": clock.today()})
    with pytest.raises(RuleViolation, match="最終日"):
        late = {"closes_on": clock.today() - timedelta(days=1), "questions": "自由：ご意見"}
        entries.add(officer(), Survey, values | late)


@pytest.mark.both_databases
def test_member_answers_once(session: Any) -> None:
    row = survey(Tier.MEMBERS)
    actor = acting(session, factories.member())
    with pytest.raises(RuleViolation, match="1つ以上"):
        surveys.answer(actor, row.public_id, [None, [], "", None])
    surveys.answer(actor, row.public_id, ANSWER)
    assert surveys.has_answered(actor, row)
    with pytest.raises(RuleViolation, match="すでに回答"):
        surveys.answer(actor, row.public_id, ANSWER)
    assert surveys.number(row) == 1
    guard.set_viewer(session, PUBLIC)
    with pytest.raises(NotFound):
        surveys.answer(PUBLIC, row.public_id, ANSWER)


def test_answer_of_anybody_leaves_no_trace_of_them(session: Any) -> None:
    row = survey()
    guard.set_viewer(session, PUBLIC)
    for _ in range(2):
        surveys.answer(PUBLIC, row.public_id, ANSWER)
    session.commit()
    guard.set_viewer(session, officer())
    found = session.scalars(select(SurveyAnswer)).all()
    assert [each.organisation_id for each in found] == [None, None]
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "survey.answer")).all()
    assert [(each.actor_id, each.actor_name, each.details) for each in noted] == [
        (None, "", {})
    ] * 2
    with pytest.raises(NotPermitted):
        surveys.answer(officer(), row.public_id, ANSWER)


def test_nobody_answers_before_or_after(session: Any) -> None:
    today = clock.today()
    actor = acting(session, factories.member())
    for opens, closes in ((1, 9), (-9, -1)):
        period = {"opens_on": today + timedelta(opens), "closes_on": today + timedelta(closes)}
        row = survey(**period)
        with pytest.raises(RuleViolation, match="期間"):
            surveys.answer(actor, row.public_id, ANSWER)


def test_report_waits_for_the_end_and_hides_small_numbers(session: Any, at: Any) -> None:
    row = survey()
    guard.set_viewer(session, PUBLIC)
    for number in range(20):
        answer = [
            "よい" if number < 12 else "短い" if number < 18 else "長い",
            ["研修会"],
            "4",
            None,
        ]
        surveys.answer(PUBLIC, row.public_id, answer)
    with pytest.raises(NotFound):
        surveys.results(PUBLIC, row.public_id)
    at(clock.now() + timedelta(days=30))
    _survey, total, found = surveys.results(PUBLIC, row.public_id)
    assert total == 20
    assert found[0].counts == [("長い", None), ("よい", 12), ("短い", None)]
    assert found[1].counts == [("研修会", 20), ("フォーラム", 0)]
    assert dict(found[2].counts) == {"1": 0, "2": 0, "3": 0, "4": 20, "5": 0}
    assert found[3].counts == [] and found[3].answered == 0
    with pytest.raises(NotPermitted):
        list(surveys.table(PUBLIC, row))
    guard.set_viewer(session, desk := officer())
    assert len(list(surveys.table(desk, row))) == 20


def test_few_answers_are_not_shown_at_all(session: Any, at: Any) -> None:
    row = survey()
    guard.set_viewer(session, PUBLIC)
    for _ in range(4):
        surveys.answer(PUBLIC, row.public_id, ANSWER)
    at(clock.now() + timedelta(days=30))
    _survey, total, found = surveys.results(PUBLIC, row.public_id)
    assert total is None
    assert all(number is None for result in found for _choice, number in result.counts)


def test_survey_that_is_over_opens_no_more(session: Any, at: Any) -> None:
    row = survey()
    entries.change(officer(), Survey, row.public_id, {"closes_on": row.closes_on})
    later = {"closes_on": row.closes_on + timedelta(days=9)}
    entries.change(officer(), Survey, row.public_id, later)
    at(clock.at_start_of(row.closes_on + timedelta(days=1)))
    with pytest.raises(RuleViolation, match="最終日"):
        entries.change(
            officer(), Survey, row.public_id, {"closes_on": clock.today() + timedelta(days=9)}
        )
    entries.change(officer(), Survey, row.public_id, {"name": "直した名称"})


def test_member_is_told_of_open_surveys_that_it_has_not_answered(session: Any) -> None:
    one, other = factories.member(), factories.member()
    asked = survey()
    survey(tier=Tier.SECRETARIAT)

    def told(organisation: Any) -> int:
        return home.member(acting(session, organisation))[1]["surveys"]

    assert told(one) == 1
    surveys.answer(acting(session, one), asked.public_id, ANSWER)
    assert (told(one), told(other)) == (0, 1)
