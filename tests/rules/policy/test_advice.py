"""What a session that is not open, an answer and a term have to say."""

from datetime import date

import pytest

from app.rules.policy.advice import Openness, Outcome, answer_fault, openness_fault, term_fault

DAY = date(2024, 3, 18)


@pytest.mark.parametrize(
    ("openness", "reason", "decided_by", "is_complete"),
    [
        (None, "", "", True),
        (Openness.OPEN, "", "", True),
        (Openness.PARTLY, "個人情報を扱うため", "審議会", True),
        (Openness.CLOSED, "個人情報を扱うため", "審議会", True),
        (Openness.PARTLY, "", "審議会", False),
        (Openness.CLOSED, "個人情報を扱うため", "", False),
        (Openness.CLOSED, "", "", False),
    ],
)
def test_closed_session_says_why_and_who_decided(openness, reason, decided_by, is_complete):
    assert (openness_fault(openness, reason, decided_by) == "") is is_complete


@pytest.mark.parametrize(
    ("outcome", "reason", "section", "day", "is_complete"),
    [
        (None, "", "", None, True),
        (Outcome.CONSIDERED, "", "", None, True),
        (Outcome.ADOPTED, "実施する。", "課", DAY, True),
        (Outcome.PARTLY, "一部を実施する。", "課", DAY, True),
        (Outcome.REJECTED, "実施できない。", "課", DAY, True),
        (Outcome.ADOPTED, "", "課", DAY, False),
        (Outcome.REJECTED, "実施できない。", "", DAY, False),
        (Outcome.PARTLY, "一部を実施する。", "課", None, False),
    ],
)
def test_answer_has_reason_section_and_day(outcome, reason, section, day, is_complete):
    assert (answer_fault(outcome, reason, section, day) == "") is is_complete


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "is_possible"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (DAY, DAY, True),
        (DAY, date(2024, 3, 17), False),
    ],
)
def test_term_does_not_end_before_it_begins(begins_on, ends_on, is_possible):
    assert (term_fault(begins_on, ends_on) == "") is is_possible
