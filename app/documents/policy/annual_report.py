"""The annual report on paper (事業報告), from its content alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.documents.common import typesetting
from app.rules.common.era import era_date, in_fiscal_year


def pdf(content: Mapping[str, Any], checksum: str, dated: date) -> bytes:
    """Return the report on A4. checksum: "" for a draft. Raises TypesettingFailed."""
    year = content["fiscal_year"]
    data = {
        "now": in_fiscal_year(year),
        "before": in_fiscal_year(year - 1),
        "foreword": content["foreword"],
        "groups": [
            {
                "title": group["title"],
                "lines": [line for each in group["figures"] for line in _lines(each)],
            }
            for group in content["groups"]
        ],
        "texts": [
            [title, content[key]]
            for title, key in (
                ("地域協議会の活動（公表された概要から）", "council"),
                ("まとめ", "remarks"),
            )
            if content[key]
        ],
        "note": content["small_numbers"],
        "foot": f"集計日　{era_date(date.fromisoformat(content['counted_on']))}"
        + (f"　SHA-256　{checksum}" if checksum else "　公表前の案"),
    }
    title = content["title"] if checksum else f"{content['title']}{typesetting.DRAFT}"
    return typesetting.pdf("annual_report", data, title=title, dated=dated)


def _lines(figure: Mapping[str, Any]) -> list[list[str]]:
    """Return title, number, number before, definition; then the rows, without a definition."""
    unit = figure["unit"]
    head = [
        f"{figure['title']}（{unit}）",
        _number(figure["total"]),
        _number(figure["before"]),
        figure["definition"],
    ]
    return [
        head,
        *(
            [f"　{label}", _number(now), _number(before), ""]
            for label, now, before in figure["rows"]
        ),
    ]


def _number(number: int | str | None) -> str:
    return f"{number:,}" if isinstance(number, int) else number or "－"
