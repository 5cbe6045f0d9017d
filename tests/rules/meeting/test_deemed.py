"""Resolutions deemed passed by written assent (規約第12条第5項)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.meeting import Choice, deemed_resolution, written_resolution

START = date(2026, 4, 1)
THIRTY_FOUR = frozenset(range(34))
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 31))


def one_a_day(number: int) -> dict[int, date]:
    return {member: START + timedelta(days=member) for member in range(number)}


@pytest.mark.parametrize(
    ("assents", "passed", "effective_on"),
    [(23, True, START + timedelta(days=22)), (22, False, None), (34, True, date(2026, 4, 23))],
)
def test_two_thirds_of_all_thirty_four_must_assent(assents, passed, effective_on):
    deemed = deemed_resolution(THIRTY_FOUR, one_a_day(assents))
    assert (deemed.assents, deemed.needed) == (assents, 23)
    assert (deemed.passed, deemed.effective_on) == (passed, effective_on)
    assert deemed.verdict.allowed is passed
    assert str(deemed.verdict.article) == "規約第12条第5項"


def test_verdict_states_the_day():
    assert "令和8年4月23日に" in deemed_resolution(THIRTY_FOUR, one_a_day(23)).verdict.reason


def test_assents_of_non_executive_members_are_ignored():
    deemed = deemed_resolution(frozenset("ABC"), {"A": START, "X": START, "Y": START})
    assert (deemed.assents, deemed.passed) == (1, False)


def test_nothing_is_resolved_without_executive_members():
    deemed = deemed_resolution(frozenset(), {"X": START})
    assert (deemed.assents, deemed.passed, deemed.effective_on) == (0, False, None)


@given(st.integers(0, 12), st.dictionaries(st.integers(0, 14), DAYS))
def test_effective_day_is_the_first_with_two_thirds_assenting(size, assents):
    executives = frozenset(range(size))
    effective_on = None
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(31)):
        so_far = [m for m, on in assents.items() if m in executives and on <= day]
        if executives and 3 * len(so_far) >= 2 * size:
            effective_on = day
            break
    deemed = deemed_resolution(executives, assents)
    assert deemed.effective_on == effective_on
    assert deemed.passed is (effective_on is not None)


@given(st.integers(1, 60))
def test_needed_is_the_smallest_number_that_passes(size):
    executives = frozenset(range(size))
    needed = deemed_resolution(executives, {}).needed
    assert deemed_resolution(executives, dict.fromkeys(range(needed), START)).passed
    assert not deemed_resolution(executives, dict.fromkeys(range(needed - 1), START)).passed


def words(text: str):
    """Parse `A+B-A-`: A assents, B objects, A objects; one statement a day."""
    return [
        (START + timedelta(days=n), text[2 * n], Choice.FOR if text[2 * n + 1] == "+" else
         Choice.AGAINST)
        for n in range(len(text) // 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "assents", "day"),
    [
        ("A+B+", 2, 1),
        ("A+A-B+", 1, None),
        ("A-B+A+", 2, 2),
        ("A+B+A-B-", 2, 1),
        ("A+B+C+", 2, 1),
        ("A+A+", 1, None),
        ("X+Y+", 0, None),
        ("", 0, None),
    ],
)
def test_last_statement_counts_until_the_deciding_assent(said, assents, day):
    deemed = written_resolution(frozenset("ABC"), words(said))
    assert deemed.assents == assents
    assert deemed.effective_on == (None if day is None else START + timedelta(days=day))


def test_abstention_withdraws_an_earlier_assent():
    said = [(START, "A", Choice.FOR), (START, "A", Choice.ABSTAIN), (START, "B", Choice.FOR)]
    assert written_resolution(frozenset("ABC"), said).assents == 1
