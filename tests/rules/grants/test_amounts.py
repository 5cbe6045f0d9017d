"""The arithmetic of a grant: whole yen, down, within every limit, and the words agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.grants.amounts import Terms, work_out
from app.rules.grants.budget import Held, meter
from app.rules.grants.calls import LimitOn, Rounding
from app.rules.states.grants.grant import ASKED, COMMITTED, GrantState

YEN, THOUSAND = Rounding.YEN, Rounding.THOUSAND
COST, GRANT = LimitOn.COST, LimitOn.GRANT

costs = st.lists(st.integers(1, 2_000_000), max_size=10)
terms = st.builds(
    lambda above, below, limit, on, rounding: Terms(
        min(above, below), max(above, below), limit, on, rounding
    ),
    *(st.integers(1, 10), st.integers(1, 10), st.integers(1, 1_000_000)),
    *(st.sampled_from(LimitOn), st.sampled_from(Rounding)),
)


@pytest.mark.parametrize(
    ("limit_on", "rounding", "amounts", "income", "at_most", "result"),
    [
        (COST, YEN, (300_000,), 0, None, 200_000),
        (COST, YEN, (450_000,), 0, None, 200_000),
        (COST, YEN, (450_000,), 200_000, None, 166_666),
        (COST, THOUSAND, (250_000,), 0, None, 166_000),
        (COST, YEN, (100_000, 1), 0, None, 66_667),
        (COST, YEN, (100_000,), 100_001, None, 0),
        (COST, YEN, (), 0, None, 0),
        (GRANT, YEN, (450_000,), 0, None, 300_000),
        (GRANT, YEN, (600_000,), 0, None, 300_000),
        (GRANT, YEN, (449_999,), 0, None, 299_999),
        (GRANT, THOUSAND, (449_999,), 0, None, 299_000),
        (COST, YEN, (300_000,), 0, 150_000, 150_000),
        (COST, YEN, (90_000,), 0, 150_000, 60_000),
    ],
)
def test_table(limit_on, rounding, amounts, income, at_most, result):
    found = work_out(Terms(2, 3, 300_000, limit_on, rounding), amounts, income, at_most=at_most)
    assert found.amount == result == found.steps[-1].amount


def test_words_of_the_source():
    found = work_out(Terms(2, 3, 300_000, COST, YEN), (200_000, 250_000), 50_000)
    assert [(step.name, step.words, step.amount) for step in found.steps] == [
        ("補助対象経費の合計", "対象になる明細2件の合計", 450_000),
        ("他の収入を引いた額", "450,000円－他の収入50,000円", 400_000),
        ("補助率を掛ける額", "補助対象経費の上限300,000円を超えるため、その額", 300_000),
        ("補助率を掛けた額", "300,000円×2/3（1円未満切捨て）", 200_000),
        ("補助金額", "以上により", 200_000),
    ]
    assert found.own == 200_000


def test_rate_and_most_of_gif():
    assert Terms(2, 3, 300_000, COST, YEN).percent == "66.7"
    assert Terms(1, 3, 1, COST, YEN).percent == "33.3"
    assert Terms(10, 10, 1, COST, YEN).percent == "100.0"
    assert Terms(2, 3, 300_000, COST, YEN).most == 200_000
    assert Terms(2, 3, 300_000, GRANT, YEN).most == 300_000


@given(terms, costs, st.integers(0, 1_000_000), st.none() | st.integers(0, 500_000))
def test_properties(of, amounts, income, at_most):
    found = work_out(of, amounts, income, at_most=at_most)
    assert all(isinstance(step.amount, int) for step in found.steps)
    assert found.cost == found.amount + found.own + min(income, found.cost), "to the yen"
    assert 0 <= found.amount <= max(found.cost - income, 0) and found.own >= 0
    assert found.amount <= of.most or of.limit_on is GRANT
    assert found.amount <= of.limit
    assert at_most is None or found.amount <= at_most
    if at_most is None and found.amount not in (0, of.limit):
        assert found.amount % of.rounding.unit == 0
        counted = max(found.cost - income, 0)
        if of.limit_on is COST:
            counted = min(counted, of.limit)
        below, above = found.amount * of.denominator, counted * of.numerator
        assert below <= above < below + of.rounding.unit * of.denominator


@given(terms, costs, st.integers(1, 100_000))
def test_more_costs_never_give_less(of, amounts, more):
    assert work_out(of, [*amounts, more]).amount >= work_out(of, amounts).amount


@given(
    st.lists(
        st.builds(
            Held,
            st.sampled_from(GrantState),
            *(st.integers(0, 300_000), st.integers(0, 300_000), st.integers(0, 300_000)),
        ),
        max_size=12,
    )
)
def test_meter_adds_up(held):
    found = meter(1_000_000, 5, held)
    assert found.budget == found.decided + found.asked + found.left
    keep = [each for each in held if each.state in COMMITTED and each.amount]
    assert found.bodies == len(keep) + sum(each.state in ASKED for each in held)
    assert found.paid == sum(each.paid for each in held)


@given(st.lists(st.integers(1, 200_000), max_size=12), st.integers(0, 1_000_000))
def test_what_the_meter_lets_through_never_exceeds_budget_and_places(wanted, budget):
    held: list[Held] = []
    for amount in wanted:
        now = meter(budget, 5, held)
        if not now.refusal(amount, is_new=True):
            held.append(Held(GrantState.OFFERED, amount, amount))
    after = meter(budget, 5, held)
    assert after.decided + after.asked <= budget and after.bodies <= 5


@given(
    terms,
    st.lists(st.tuples(costs, st.integers(0, 300_000)), min_size=1, max_size=6),
    costs,
    st.integers(0, 600_000),
)
def test_through_any_chain_of_changes_the_sums_hold(of, chain, receipts, budget):
    """Each change is approved if the budget allows; then the receipts are settled."""
    decided = 0
    for amounts, income in chain:
        asked = work_out(of, amounts, income).amount
        state = GrantState.CHANGE_ASKED if decided else GrantState.SUBMITTED
        now = meter(budget, 1, [Held(state, decided, decided)])
        if not now.refusal(max(asked - decided, 0), is_new=not decided):
            decided = asked
        after = meter(budget, 1, [Held(GrantState.DECIDED, decided, decided)])
        assert after.decided + after.asked <= budget and after.left == budget - decided
    settled = work_out(of, receipts, at_most=decided)
    assert settled.amount <= decided <= budget
    end = meter(budget, 1, [Held(GrantState.SETTLED, settled.amount, settled.amount)])
    assert end.left == budget - settled.amount and end.settled == end.decided
    assert settled.cost == settled.amount + settled.own
