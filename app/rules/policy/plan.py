"""The platform's own plan of a year and its verification (企画・検証)."""

from app.rules.common.labelled import Labelled


class PlanState(Labelled):
    """活動の進み具合."""

    PLANNED = "planned", "計画"
    UNDER_WAY = "under_way", "実施中"
    DONE = "done", "実施済み"
    NOT_DONE = "not_done", "実施せず"


def reached(target: int | None, result: int | None) -> int | None:
    """Return how much of a target was reached, in whole per cent, rounded down; None if unknown."""
    if not target or result is None:
        return None
    return result * 100 // target
