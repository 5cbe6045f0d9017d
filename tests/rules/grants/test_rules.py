"""Deadlines, changes, decisions, papers and places in the way of a grant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.grants.acts import GrantAct, possible
from app.rules.grants.calls import ChangeKind, CostKind, ReportRule, is_large, may_withdraw
from app.rules.grants.content import Content, Line, PaperKind, checksum, fault
from app.rules.grants.desk import Tab, way
from app.rules.grants.payments import Rest, rest
from app.rules.states.grants.grant import GRANT, OVER, GrantState

A, B = CostKind.PRINTING, CostKind.VENUE
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("completed", "due"),
    [
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 3, 10), date(2027, 4, 9)),
        (date(2027, 3, 11), date(2027, 4, 10)),
        (date(2027, 3, 31), date(2027, 4, 10)),
    ],
)
def test_report_is_due_on_the_earlier_day(completed, due):
    assert ReportRule(30, 10).due_on(completed, 2026) == due


def test_withdrawal_within_ten_days():
    assert may_withdraw(TODAY, 10, date(2026, 12, 11))
    assert not may_withdraw(TODAY, 10, date(2026, 12, 12))


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        ({A: 100}, {A: 120}, False),
        ({A: 100}, {A: 121}, True),
        ({A: 100}, {A: 79}, True),
        ({A: 100}, {A: 80, B: 20}, False),
        ({A: 100}, {A: 79, B: 21}, True),
        ({}, {}, False),
        ({}, {A: 1}, True),
    ],
)
def test_large_change(before, after, large):
    assert is_large(before, after, 20) is large


def test_decisions_follow_the_state_table():
    for state in GrantState:
        for act in possible(state, has_prenotice=True):
            assert (state, act.verb) in GRANT
    assert GrantAct.OFFER not in possible(GrantState.SUBMITTED, has_prenotice=False)
    assert GrantAct.DECIDE not in possible(GrantState.SUBMITTED, has_prenotice=True)


def test_every_state_is_in_one_tab_and_the_way_only_grows():
    found = [state for tab in Tab for state in tab.value]
    assert sorted(found) == sorted(GrantState)
    for has_prenotice in (True, False):
        at = [way(state, has_prenotice=has_prenotice) for state in GrantState]
        assert all(each is None or 1 <= each.place <= len(each.steps) + 1 for each in at)
    assert way(GrantState.REJECTED, has_prenotice=True) is None


def test_nothing_leads_out_of_what_is_over_but_a_revocation_and_its_repayment():
    verbs = {verb.value for (state, verb) in GRANT if state in OVER}
    assert verbs == {"revoke", "demand"}


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_rest_adds_up(settled, paid):
    follows, amount = rest(settled, paid)
    sign = {Rest.CLAIM: 1, Rest.NOTHING: 0, Rest.REPAY: -1}[follows]
    assert paid + sign * amount == settled and amount >= 0


lines = st.builds(
    Line,
    st.sampled_from(CostKind),
    st.text(max_size=9),
    st.integers(1, 10**6),
    st.none() | st.dates(),
    st.text(max_size=9),
)
contents = st.builds(
    Content,
    title=st.text(max_size=9),
    starts_on=st.none() | st.dates(),
    lines=st.lists(lines, max_size=5).map(tuple),
    income=st.integers(0, 10**6),
    change=st.none() | st.sampled_from(ChangeKind),
)


@given(contents)
def test_content_is_stored_and_read(content):
    assert Content.of(content.plain()) == content
    assert checksum(Content.of(content.plain())) == checksum(content)
    assert sum(content.by_kind().values()) == sum(content.eligible())


@given(contents, st.dates(), st.sets(st.integers(0, 6)))
def test_early_and_struck_lines_are_left_out(content, decided_on, struck):
    left = content.eligible(decided_on, struck)
    out = [
        line.amount
        for place, line in enumerate(content.lines)
        if place in struck or line.is_early(decided_on)
    ]
    assert sum(left) + sum(out) == sum(content.eligible())


FULL = Content("ちらし", "作る", TODAY, TODAY, (Line(A, "印刷", 100, TODAY, "店", "file"),))


@pytest.mark.parametrize(
    ("kind", "given", "lacks"),
    [
        (PaperKind.APPLICATION, FULL, ""),
        (PaperKind.REPORT, FULL, ""),
        (PaperKind.APPLICATION, FULL.renewed(title=""), "名称"),
        (PaperKind.APPLICATION, FULL.renewed(ends_on=None), "完了日"),
        (PaperKind.APPLICATION, FULL.renewed(starts_on=date(2026, 12, 2)), "以後"),
        (PaperKind.APPLICATION, FULL.renewed(lines=()), "明細を1件以上"),
        (PaperKind.CHANGE, FULL, "理由"),
        (PaperKind.CHANGE, FULL.renewed(change=ChangeKind.ABOLITION, reason="x", lines=()), ""),
        (PaperKind.REPORT, FULL.renewed(ends_on=date(2026, 12, 2)), "完了してから"),
        (PaperKind.REPORT, FULL.renewed(lines=(Line(A, "印刷", 1),)), "明細1の支払日"),
    ],
)
def test_fault(kind, given, lacks):
    found = fault(kind, given, today=TODAY)
    assert (lacks in found) if lacks else found == ""
