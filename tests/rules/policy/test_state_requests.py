"""When the secretariat is reminded of a request of the state's headquarters (法第21条第2項, 第26条)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.policy.state_requests import answer_fault, reminder_due

DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("today", "reminded_on", "expected"),
    [
        (date(2026, 12, 4), None, False),
        (date(2026, 12, 5), None, True),
        (date(2026, 12, 5), date(2026, 12, 5), False),
        (date(2026, 12, 10), date(2026, 12, 5), False),
        (date(2026, 12, 10), None, True),
        (date(2026, 12, 11), date(2026, 12, 5), True),
        (date(2026, 12, 11), date(2026, 12, 10), True),
        (date(2026, 12, 12), date(2026, 12, 11), False),
        (date(2027, 3, 1), date(2026, 12, 11), False),
        # the deadline was put off: the earlier reminder was of the old one
        (date(2026, 12, 5), date(2026, 11, 20), True),
    ],
)
def test_reminder_before_and_after_the_deadline(today, reminded_on, expected):
    assert reminder_due(DUE, today, reminded_on) is expected


@given(st.integers(-30, 30))
def test_daily_sweep_reminds_twice_at_most(first):
    reminded, told = None, 0
    for offset in range(first, 60):
        today = DUE + timedelta(days=offset)
        if reminder_due(DUE, today, reminded):
            reminded, told = today, told + 1
    assert told == (2 if first <= 0 else 1)


@pytest.mark.parametrize(
    ("answer", "day", "is_complete"),
    [("", None, True), ("回答した。", DUE, True), ("回答した。", None, False), ("", DUE, False)],
)
def test_answer_and_its_day_belong_together(answer, day, is_complete):
    assert (answer_fault(answer, day) == "") is is_complete
