"""Figures of this wing: only how many summaries of its activity the council has released (法第18条)."""

from app.models.council.council import ActivitySummary
from app.services.common.figures import Figure, count, within


def _released(year: int) -> int:
    return count(within(ActivitySummary.published_on, year))


FIGURES = (
    Figure(
        "council.summaries",
        *("地域協議会", "公表した活動の概要", "件"),
        "年度内に地域協議会が会員に公表した活動の概要の数。ケースに関する数は、この概要に書かれたものだけを報告に引用する",
        _released,
    ),
)
