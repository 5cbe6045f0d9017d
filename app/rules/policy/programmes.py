"""Programmes (施策・事業): what a budget sheet says of one, and sums of many."""

from collections.abc import Iterable

from app.rules.common.labelled import Labelled

UNIT = "千円"
"""The unit of every amount, as in the prefecture's budget."""
FACTOR = 1000
"""Yen in one unit."""


class Flag(Labelled):
    """What the sheet says beside a programme's name (区分)."""

    NEW = "new", "新"
    EXTENDED = "extended", "拡充"
    CONTINUED = "continued", "継続"
    ENDED = "ended", "廃止"


class Stage(Labelled):
    """The stage of the budget that the amount is of (予算の段階)."""

    REQUESTED = "requested", "要求"
    ASSESSED = "assessed", "査定"
    INITIAL = "initial", "当初"
    SUPPLEMENTARY = "supplementary", "補正後"


def total_cost(project: int | None, personnel: int | None, total: int | None) -> int | None:
    """Return トータルコスト: 事業費（A）+ 人件費（B）. Raises ValueError if another total is given."""
    if project is None or personnel is None:
        return total
    if total not in (None, project + personnel):
        raise ValueError(
            f"トータルコストは、事業費と人件費の合計（{project + personnel:,}{UNIT}）に"
            "合わせてください。"
        )
    return project + personnel


def by_section(amounts: Iterable[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Return section, number and sum of its amounts, the greatest sum first."""
    found: dict[str, list[int]] = {}
    for section, amount in amounts:
        found.setdefault(section, []).append(amount)
    sums = [(section, len(each), sum(each)) for section, each in found.items()]
    return sorted(sums, key=lambda each: (-each[2], each[0]))
