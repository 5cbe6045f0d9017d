"""Readmission (要領第5条): the three-year bar, exact to the day, and the statement of reasons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.membership.readmission import LossCause, may_readmit, readmittable_from
from tests.rules.dates import day

BAR_TABLE = [
    ("2024-04-10", "2027-04-10", "2027-04-11"),
    ("2024-02-28", "2027-02-28", "2027-03-01"),
    ("2024-02-29", "2027-02-28", "2027-03-01"),
    ("2025-02-28", "2028-02-29", "2028-03-01"),
    ("2023-12-31", "2026-12-31", "2027-01-01"),
]
DATES = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(("lost", "last", "first"), BAR_TABLE)
def test_expelled_organisation_is_barred_to_the_day(lost, last, first):
    lost_on, last_day, first_day = map(day, (lost, last, first))
    assert readmittable_from(lost_on, LossCause.EXPULSION) == first_day
    barred = may_readmit(lost_on, LossCause.EXPULSION, today=last_day, has_statement=True)
    free = may_readmit(lost_on, LossCause.EXPULSION, today=first_day, has_statement=True)
    assert (barred.allowed, free.allowed) == (False, True)
    assert str(barred.article) == "要領第5条第2項"


def test_refusal_states_the_first_possible_day():
    verdict = may_readmit(
        date(2024, 4, 10), LossCause.EXPULSION, today=date(2025, 1, 1), has_statement=True
    )
    assert "令和6年4月10日" in verdict.reason
    assert "最初の日は令和9年4月11日です" in verdict.reason


@pytest.mark.parametrize("cause", LossCause)
def test_readmission_requires_a_statement_of_reasons(cause):
    verdict = may_readmit(date(2020, 4, 1), cause, today=date(2026, 4, 1), has_statement=False)
    assert not verdict
    assert str(verdict.article) == "要領第5条第1項"
    assert "説明書" in verdict.reason


def test_bar_is_reported_before_the_missing_statement():
    verdict = may_readmit(
        date(2024, 4, 10), LossCause.EXPULSION, today=date(2025, 1, 1), has_statement=False
    )
    assert verdict.article.paragraph == 2


def test_readmission_is_possible_on_the_day_of_withdrawal():
    lost_on = date(2026, 4, 10)
    assert may_readmit(lost_on, LossCause.WITHDRAWAL, today=lost_on, has_statement=True)


def test_readmission_before_the_loss_of_membership_is_refused():
    verdict = may_readmit(
        date(2026, 4, 10), LossCause.WITHDRAWAL, today=date(2026, 4, 9), has_statement=True
    )
    assert not verdict


@given(DATES, st.sampled_from(LossCause), st.integers(-10, 1200))
def test_verdict_changes_exactly_on_the_first_possible_day(lost_on, cause, offset):
    today = lost_on + timedelta(days=offset)
    verdict = may_readmit(lost_on, cause, today=today, has_statement=True)
    assert verdict.allowed == (today >= readmittable_from(lost_on, cause))
