"""Small numbers of persons hidden in tables, against subtraction too (秘匿処理)."""

from collections.abc import Sequence

LEAST = 5
"""Smaller numbers of persons, except 0, are not shown: in a small place they tell who it is."""


def is_small(number: int) -> bool:
    """Whether a number of persons has to be hidden."""
    return 0 < number < LEAST


def protected(
    cells: Sequence[int], *, has_total: bool = True
) -> tuple[list[int | None], int | None]:
    """Return the cells, and their sum, with None for what is not shown.

    Where the sum is shown, what is small could be had by subtraction: therefore the smallest other
    number is hidden with it, all of them if several are equal, else their places would tell; and the
    sum, where there is no other. Nobody gets a hidden cell from what is shown, even knowing this rule.
    has_total: False where the cells do not add up, as of persons counted in several; then no sum is
    returned and no other cell is hidden.
    """
    small = {place for place, cell in enumerate(cells) if is_small(cell)}
    if not has_total:
        return [None if place in small else cell for place, cell in enumerate(cells)], None
    others = [cell for place, cell in enumerate(cells) if cell and place not in small]
    least = min(others, default=0) if small else 0
    shown = [
        None if place in small or (least and cell == least) else cell
        for place, cell in enumerate(cells)
    ]
    return shown, None if small and not others else sum(cells)


def protected_choices(counts: Sequence[int], answered: int) -> list[int | None]:
    """Return the numbers of choices of which each was taken or not by all who answered."""
    return [
        None if is_small(answered) or is_small(number) or is_small(answered - number) else number
        for number in counts
    ]
