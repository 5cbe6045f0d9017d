"""Proposals: who is told, when the secretariat is reminded, which days are refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.policy.plan import reached
from app.rules.policy.proposals import (
    REMINDED_EVERY,
    answer_due,
    day_fault,
    hand_over_fault,
    reminder_due,
    told,
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
DUE = date(2026, 12, 10)


@given(st.lists(st.integers(1, 9)), st.none() | st.integers(1, 9))
def test_every_author_but_the_one_who_acts_is_told_once(authors: list[int], by: int | None) -> None:
    found = told(authors, by)
    assert set(found) == set(authors) - {by}
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        (date(2026, 12, 10), None, False),
        (date(2026, 12, 11), None, True),
        (date(2026, 12, 11), date(2026, 11, 1), True),
        (date(2026, 12, 24), date(2026, 12, 11), False),
        (date(2026, 12, 25), date(2026, 12, 11), True),
    ],
)
def test_reminder_comes_a_day_late_and_every_two_weeks(
    today: date, reminded: date | None, due: bool
) -> None:
    assert reminder_due(DUE, today, reminded) is due


@given(DAYS, DAYS, st.none() | DAYS)
def test_no_two_reminders_of_one_day_within_two_weeks(
    awaited: date, today: date, reminded: date | None
) -> None:
    if reminder_due(awaited, today, reminded):
        assert today > awaited
        assert reminded is None or reminded <= awaited or today - reminded >= REMINDED_EVERY


def test_days_of_the_handing_over_and_of_answers() -> None:
    decided, today = date(2026, 11, 2), date(2026, 11, 29)
    assert hand_over_fault(decided, decided, answer_due(decided), today) == ""
    assert "提出日" in hand_over_fault(date(2026, 11, 1), decided, DUE, today)
    assert "提出日" in hand_over_fault(today + timedelta(days=1), decided, DUE, today)
    assert "回答の期限" in hand_over_fault(today, decided, today, today)
    assert day_fault(today, decided, today) == ""
    assert day_fault(date(2026, 11, 1), decided, today)


@pytest.mark.parametrize(
    ("target", "result", "share"),
    [(100, 67, 67), (3, 2, 66), (3, 4, 133), (0, 4, None), (None, 4, None), (3, None, None)],
)
def test_share_of_a_target_is_rounded_down(
    target: int | None, result: int | None, share: int | None
) -> None:
    assert reached(target, result) == share
