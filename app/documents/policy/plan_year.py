"""A year's plan beside its results, put to the platform meeting (企画・検証)."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting
from app.models.policy.plan import PlanActivity
from app.rules.common.era import era_date, in_fiscal_year
from app.rules.policy.plan import reached


def pdf(year: int, found: Sequence[PlanActivity], today: date) -> bytes:
    """Return the paper on A4, lengthwise. Raises TypesettingFailed."""
    shares = [reached(each.target, each.result) for each in found]
    met = sum(1 for share in shares if share is not None and share >= 100)
    data = {
        "facts": [
            ["活動の数", str(len(found))],
            ["目標のある活動", f"{sum(1 for each in found if each.target)}（達成 {met}）"],
            ["作成日", era_date(today)],
        ],
        "lines": [
            [
                *(f"{each.name}\n{_responsible(each)}".strip(), each.state.label, each.aim),
                *(each.indicator, _number(each, each.target), _number(each, each.result)),
                "" if share is None else f"{share}％",
                *(each.done, each.voices, each.next_year),
            ]
            for each, share in zip(found, shares, strict=True)
        ],
    }
    title = title_of(year)
    return typesetting.pdf("plan_year", data, title=title, dated=today)


def title_of(year: int) -> str:
    """Return the paper's title."""
    return f"{in_fiscal_year(year)}　プラットフォーム活動の企画・検証"


def _responsible(each: PlanActivity) -> str:
    names = [each.organisation.name if each.organisation else "", each.partners]
    return "、".join(filter(None, names))


def _number(each: PlanActivity, number: int | None) -> str:
    return "" if number is None else f"{number:,}{each.measure}"
