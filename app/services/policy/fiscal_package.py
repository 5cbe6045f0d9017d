"""A year's programmes as a Fiscal Data Package: a csv and its description in one zip.

Both generations of the format at once: `model` (0.3, with the factor of the amounts) and
`columnType` (1.0).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.policy.programmes import FACTOR, Stage
from app.services.common import tabular

FIELDS = (
    ("id", "string", "budget-line-id", "識別子"),
    ("fiscal_year", "integer", "date:fiscal-year", "年度"),
    ("section", "string", "administrative-classification:generic:label", "課名"),
    ("name", "string", "activity:generic:program:label", "事業名"),
    ("flag", "string", "", "区分"),
    ("stage", "string", "phase:label", "予算の段階"),
    ("amount", "integer", "value", "予算額（千円）"),
    ("content", "string", "", "事業内容"),
    ("remark", "string", "", "備考"),
)
"""Name, type, ColumnType and Japanese title of each column. Never renamed, only extended."""
PHASES = {
    Stage.REQUESTED: "proposed",
    Stage.ASSESSED: "proposed",
    Stage.INITIAL: "approved",
    Stage.SUPPLEMENTARY: "adjusted",
}
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.ja",
    "title": "クリエイティブ・コモンズ 表示 4.0 国際",
}


def package(year: ProgrammeYear, found: Sequence[Programme], today: date) -> bytes:
    """Return the zip. The same entries on the same day give the same bytes."""
    file = BytesIO()
    path = f"programmes-{year.fiscal_year}.csv"
    described = json.dumps(_description(year, found, path), ensure_ascii=False, indent=2)
    with ZipFile(file, "w") as made:
        for name, content in (
            ("datapackage.json", described.encode()),
            (path, tabular.to_csv([each[0] for each in FIELDS], _rows(found))),
        ):
            entry = ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            made.writestr(entry, content)
    return file.getvalue()


def _rows(found: Sequence[Programme]) -> Iterator[list[str | int | date]]:
    for each in found:
        flag = each.flag.label if each.flag else ""
        named: list[str | int | date] = [
            each.public_id,
            each.fiscal_year,
            each.section,
            each.name,
            flag,
        ]
        yield [*named, each.stage.label, each.amount, each.content, each.remark]


def _description(year: ProgrammeYear, found: Sequence[Programme], path: str) -> dict[str, object]:
    begins, ends = year.period
    return {
        "profile": "fiscal-data-package",
        "name": f"tottori-programmes-{year.fiscal_year}",
        "title": f"{year.name} 鳥取県の孤独・孤立対策に関する施策・事業",
        "description": f"{year.title}。金額の単位は千円です。",
        "licenses": [LICENCE],
        "countryCode": "JP",
        "regionCode": "JP-31",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": begins.isoformat(), "end": ends.isoformat()},
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "programmes",
                "path": path,
                "encoding": "utf-8-sig",
                "schema": {"fields": _columns(), "primaryKey": "id", "missingValues": [""]},
            }
        ],
        "model": _model({PHASES[each.stage] for each in found}),
    }


def _columns() -> list[dict[str, str]]:
    return [
        {"name": name, "type": kind, "title": title} | ({"columnType": meaning} if meaning else {})
        for name, kind, meaning, title in FIELDS
    ]


def _model(phases: set[str]) -> dict[str, object]:
    """Return the model of 0.3. It has one phase for all amounts; else the column `stage` tells it."""
    phase = {"phase": next(iter(phases))} if len(phases) == 1 else {}
    amount = {"source": "amount", "currency": "JPY", "factor": FACTOR, "direction": "expenditure"}
    section = _dimension("classification", "section", section="section")
    return {
        "measures": {"amount": amount | phase},
        "dimensions": {
            "year": _dimension("datetime", "year", year="fiscal_year"),
            "section": section | {"classificationType": "administrative"},
            "programme": _dimension("activity", "id", id="id", name="name"),
        },
    }


def _dimension(kind: str, key: str, **attributes: str) -> dict[str, object]:
    """Return a dimension. attributes: name → column."""
    sources = {name: {"source": column} for name, column in attributes.items()}
    return {"dimensionType": kind, "primaryKey": key, "attributes": sources}
