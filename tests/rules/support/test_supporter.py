"""Supporters: who may be appointed, and for how long."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.support.supporter import (
    SupporterKind,
    may_appoint,
    renewed_until,
    term_until,
)

DAY = date(2026, 11, 2)
READY = {"trained_on": DAY, "pledged_on": DAY, "is_minor": False, "guardian_agreed": False}
DAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("kind", "changed", "allowed"),
    [
        (SupporterKind.PREFECTURAL, {}, True),
        (SupporterKind.PREFECTURAL, {"trained_on": None}, False),
        (SupporterKind.PREFECTURAL, {"pledged_on": None}, False),
        (SupporterKind.PREFECTURAL, {"is_minor": True}, False),
        (SupporterKind.PREFECTURAL, {"is_minor": True, "guardian_agreed": True}, True),
        (SupporterKind.CONNECTING, {"pledged_on": None}, True),
        (SupporterKind.CONNECTING, {"trained_on": None}, False),
        (SupporterKind.CONNECTING, {"is_minor": True}, False),
    ],
)
def test_only_the_trained_and_pledged_are_appointed(kind, changed, allowed):
    verdict = may_appoint(kind, **READY | changed)
    assert bool(verdict) is allowed
    assert verdict.reason and str(verdict.article) == "法第12条"


@pytest.mark.parametrize(
    ("begins_on", "until"),
    [
        (date(2026, 4, 1), date(2028, 3, 31)),
        (date(2026, 11, 29), date(2028, 11, 28)),
        (date(2028, 2, 29), date(2030, 2, 27)),
    ],
)
def test_a_term_lasts_two_years(begins_on, until):
    assert term_until(SupporterKind.PREFECTURAL, begins_on) == until


def test_a_connecting_supporter_has_no_term():
    assert term_until(SupporterKind.CONNECTING, DAY) is None


@given(DAYS, DAYS)
def test_a_renewed_term_follows_the_last_and_is_never_shorter_than_a_new_one(until, refreshed_on):
    renewed = renewed_until(until, refreshed_on)
    assert renewed >= term_until(SupporterKind.PREFECTURAL, refreshed_on)
    assert 728 <= (renewed - max(until, refreshed_on)).days <= 731
