"""The contact period and ground (1) of expulsion (規約第6条第1号)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.periods import period_end
from app.rules.membership.contact import (
    ground_applies,
    latest_contact_with,
    next_question,
    out_of_contact_from,
    question_due,
)
from tests.rules.dates import day

DATES = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("last_contact", "applies_from"),
    [
        ("2024-02-29", "2025-03-01"),
        ("2024-02-28", "2025-03-01"),
        ("2023-02-28", "2024-03-01"),
        ("2024-04-01", "2025-04-02"),
        ("2024-12-31", "2026-01-01"),
    ],
)
def test_ground_one_applies_from_the_day_after_a_full_year(last_contact, applies_from):
    last, first = day(last_contact), day(applies_from)
    assert out_of_contact_from(last) == first


def test_questions_are_sent_at_nine_eleven_and_twelve_months():
    assert question_due(date(2024, 4, 1)) == (
        (9, date(2025, 1, 1)),
        (11, date(2025, 3, 1)),
        (12, date(2025, 4, 1)),
    )


def test_questions_after_a_leap_day_contact():
    assert question_due(date(2024, 2, 29)) == (
        (9, date(2024, 11, 30)),
        (11, date(2025, 1, 31)),
        (12, date(2025, 2, 28)),
    )


@given(DATES)
def test_last_question_is_sent_on_the_last_day_of_the_year(last_contact_on):
    days = [day for _, day in question_due(last_contact_on)]
    assert days == sorted(days)
    assert days[-1] + timedelta(days=1) == out_of_contact_from(last_contact_on)


LAST = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("today", "attempts", "applies"),
    [
        ("2025-02-28", ["2025-01-10"], False),
        ("2025-03-01", ["2025-01-10"], True),
        ("2025-03-01", [], False),
        ("2025-03-01", ["2024-02-29"], False),
        ("2025-03-01", ["2024-03-01"], True),
        ("2025-03-01", ["2023-12-01"], False),
        ("2025-03-01", ["2025-03-02"], False),
        ("2025-03-01", ["2025-03-01"], True),
    ],
    ids=[
        "year not over",
        "year over, attempt failed",
        "no attempt",
        "attempt on the day of the last contact",
        "attempt the day after",
        "attempt before the last contact",
        "attempt still to come",
        "attempt today",
    ],
)
def test_ground_one_requires_a_full_year_and_a_failed_attempt(today, attempts, applies):
    verdict = ground_applies(
        LAST,
        today=day(today),
        failed_attempts=[day(attempt) for attempt in attempts],
    )
    assert verdict.allowed is applies
    assert str(verdict.article) == "規約第6条第1号"


def test_refusal_states_what_is_missing():
    early = ground_applies(LAST, today=date(2025, 2, 28), failed_attempts=[])
    assert "令和7年3月1日から" in early.reason
    unasked = ground_applies(LAST, today=date(2025, 3, 1), failed_attempts=[])
    assert "連絡を試みて取れなかった記録がありません" in unasked.reason


@given(DATES, st.sampled_from([9, 11, 12]))
def test_latest_contact_is_the_last_whose_period_has_ended_by_the_day(today, months):
    latest = latest_contact_with(months, over_by=today)
    assert period_end(latest, months=months) <= today
    assert period_end(latest + timedelta(days=1), months=months) > today


@given(DATES)
def test_ground_one_can_be_queried_with_a_single_date(today):
    latest = latest_contact_with(12, over_by=today - timedelta(days=1))
    assert out_of_contact_from(latest) <= today < out_of_contact_from(latest + timedelta(days=1))


@pytest.mark.parametrize(
    ("last_contact", "today", "following"),
    [
        ("2024-02-29", "2024-02-29", "2024-11-30"),
        ("2024-02-29", "2024-11-30", "2025-01-31"),
        ("2024-02-29", "2025-02-27", "2025-02-28"),
        ("2024-02-29", "2025-02-28", None),
    ],
)
def test_next_question_date(last_contact, today, following):
    expected = day(following) if following else None
    assert next_question(day(last_contact), day(today)) == expected


def test_no_question_without_a_contact_date():
    assert next_question(None, date(2025, 1, 1)) is None
