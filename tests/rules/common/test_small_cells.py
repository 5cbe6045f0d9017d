"""Small numbers of persons: whatever is shown, nobody gets a hidden number from it."""

from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.small_cells import LEAST, is_small, protected, protected_choices

MOST = 13
CELLS = st.lists(st.integers(0, MOST - 1), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([7, 12], ([7, 12], 19)),
        ([0, 12], ([0, 12], 12)),
        ([3, 12, 20], ([None, None, 20], 35)),
        ([4, 5, 5], ([None, None, None], 14)),
        ([3], ([None], None)),
        ([1, 1, 0], ([None, None, 0], None)),
        ([1, 2, 30], ([None, None, None], 33)),
        ([], ([], 0)),
    ],
)
def test_small_numbers_and_what_would_tell_them_are_hidden(cells: list[int], shown: object) -> None:
    assert protected(cells) == shown


def test_without_a_sum_only_what_is_small_is_hidden() -> None:
    assert protected([3, 12, 0], has_total=False) == ([None, 12, 0], None)


@cache
def possible(length: int) -> dict[object, list[tuple[int, ...]]]:
    """Return what is shown → all cells of which it is: what somebody who knows the rule thinks."""
    found: dict[object, list[tuple[int, ...]]] = {}
    for cells in product(range(MOST + LEAST), repeat=length):
        shown, total = protected(cells)
        found.setdefault((tuple(shown), total), []).append(cells)
    return found


@given(CELLS)
def test_no_hidden_number_follows_from_what_is_shown_and_the_rule(cells: list[int]) -> None:
    shown, total = protected(cells)
    thinkable = possible(len(cells))[(tuple(shown), total)]
    for place, cell in enumerate(shown):
        if cell is None:
            assert len({each[place] for each in thinkable}) > 1
    if total is None:
        assert len({sum(each) for each in thinkable}) > 1


@given(CELLS)
def test_what_is_shown_is_true_and_never_small(cells: list[int]) -> None:
    shown, total = protected(cells)
    assert all(cell in (None, known) for cell, known in zip(shown, cells, strict=True))
    assert not any(cell is not None and 0 < cell < LEAST for cell in shown)
    assert total in (None, sum(cells))


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n)))))
def test_neither_side_of_a_choice_is_small(drawn: tuple[int, list[int]]) -> None:
    answered, counts = drawn
    for seen in protected_choices(counts, answered):
        assert seen is None or not (is_small(seen) or is_small(answered - seen))
