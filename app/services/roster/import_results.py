"""Files of an import: the template, and the outcome of each row."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy import select

from app.extensions import db
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.membership.profile_changes import name_of
from app.security.viewer import Role, Viewer
from app.services.common import tabular
from app.services.membership import profile_texts
from app.services.membership.profile_texts import ProfileTexts
from app.services.roster.roster_columns import BY_KEY, IMPORTED, RESULTS, SKIPPED

SHEET = "団体名簿"
GUIDE = "記入のしかた"


def template() -> bytes:
    """Return an empty roster: headings on the first worksheet, hints and examples on the second."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})  # keep leading zeros of numbers
    sheet, guide = book.add_worksheet(SHEET), book.add_worksheet(GUIDE)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(IMPORTED) - 1, 18, text)
    guide.set_column(0, 0, 34)
    guide.set_column(1, 2, 60, wrap)
    for place, heading in enumerate(("列", "説明", "例")):
        guide.write_string(0, place, heading, bold)
    for number, column in enumerate(IMPORTED):
        sheet.write_string(0, number, column.heading, bold)
        for place, cell in enumerate((column.heading, column.hint, column.example)):
            guide.write_string(number + 1, place, cell, wrap)
    book.close()
    return buffer.getvalue()


def results(actor: Viewer, job: RosterImport) -> bytes:
    """Return the file's rows preceded by outcome and reasons; importable again once corrected."""
    actor.require(Role.SECRETARIAT)
    header = [column.heading for column in RESULTS]
    header += [BY_KEY[key].heading if key else SKIPPED for key in job.columns]
    return tabular.to_xlsx(header, _rows(job), title="取込みの結果")


def _rows(job: RosterImport) -> Iterator[list[str]]:
    texts = profile_texts.load()
    found = db.session.scalars(
        select(RosterImportRow)
        .where(RosterImportRow.import_id == job.id)
        .order_by(RosterImportRow.line)
        .execution_options(yield_per=500)
    )
    for row in found:
        cells = [*row.cells, *([""] * (len(job.columns) - len(row.cells)))]
        said = [*(sentence(reason) for reason in row.reasons), *row.notes]
        said += [change(each, texts) for each in row.changes]
        yield [str(row.line), row.fate.label, "\n".join(said), *cells[: len(job.columns)]]


def sentence(reason: list[str]) -> str:
    """Return a reason with the column it concerns."""
    column, words = reason
    return f"{BY_KEY[column].heading}：{words}" if column in BY_KEY else words


def change(each: list[Any], texts: ProfileTexts) -> str:
    """Return a difference as text: 電話番号：「…」→「…」."""
    key, before, after = each
    return f"{name_of(key)}：「{texts.value(key, before)}」→「{texts.value(key, after)}」"
