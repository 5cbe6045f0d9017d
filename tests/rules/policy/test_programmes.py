"""Sums and total cost of programmes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.policy.programmes import by_section, total_cost


@pytest.mark.parametrize(
    ("project", "personnel", "total", "result"),
    [
        (3768, 4695, None, 8463),
        (3768, 4695, 8463, 8463),
        (0, 0, None, 0),
        (3768, None, None, None),
        (None, 4695, 9000, 9000),
        (None, None, None, None),
    ],
)
def test_total_cost_is_the_sum_of_both(project, personnel, total, result):
    assert total_cost(project, personnel, total) == result


def test_another_total_cost_is_refused():
    with pytest.raises(ValueError, match=r"8,463千円"):
        total_cost(3768, 4695, 8464)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 10**6))))
def test_sections_add_up_to_the_whole(amounts):
    found = by_section(amounts)
    assert sum(total for _section, _count, total in found) == sum(n for _section, n in amounts)
    assert sum(count for _section, count, _total in found) == len(amounts)
    assert [total for *_rest, total in found] == sorted(
        (total for *_rest, total in found), reverse=True
    )
