"""The result of a year's programmes, put before the advisory council (施策の実施状況の検証)."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting
from app.models.policy.advisory import AdvisorySession
from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.common.era import era_date


def pdf(
    year: ProgrammeYear, found: Sequence[Programme], session: AdvisorySession | None, today: date
) -> bytes:
    """Return the report on A4, lengthwise. session: of the council. Raises TypesettingFailed."""
    spent = [each.spent for each in found if each.spent is not None]
    written = sum(1 for each in found if each.result)
    data = {
        "facts": [
            ["資料", year.title],
            ["審議会", f"{session.name}（{era_date(session.held_on)}）" if session else "（未定）"],
            ["事業数", f"{len(found)}（実績の記載があるもの {written}）"],
            ["予算額の合計", f"{sum(each.amount for each in found):,}千円"],
            ["決算額の合計", f"{sum(spent):,}千円（{len(spent)}事業）"],
            ["審議会での検証の結果", year.findings or "（まだ記載がありません）"],
            ["作成日", era_date(today)],
        ],
        "lines": [
            [
                *(each.section, each.name, each.flag.label if each.flag else ""),
                *(f"{each.amount:,}", "" if each.spent is None else f"{each.spent:,}"),
                *(each.result, each.review),
            ]
            for each in found
        ],
    }
    title = f"{year.name}　施策の実施状況"
    return typesetting.pdf("programme_report", data, title=title, dated=today)
