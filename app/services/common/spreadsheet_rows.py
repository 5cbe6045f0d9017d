"""The rows of an uploaded table, read by the worker alone: openpyxl is expensive."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from app.services.common import workbook_rows
from app.services.common.spreadsheet_preview import LINES, LONGEST_CELL, Preview, Sheet
from app.services.common.spreadsheets import Unreadable, detect_format
from app.services.common.table_row import Row
from app.services.common.tabular import unescape

MAX_ROWS = 20_000
MAX_COLUMNS = 120
MAX_LINES = 100_000
"""Maximum of lines, empty rows included."""


def sheets(content: bytes) -> list[tuple[str, bool]]:
    """Return each worksheet's title and whether it is hidden; one without title for csv."""
    if detect_format(content) != "xlsx":
        return [("", False)]
    return workbook_rows.sheets(content)


def rows(content: bytes, *, sheet: int = 0) -> Iterator[Row]:
    """Yield the rows of a worksheet that have any cell filled. Raises Unreadable."""
    kind = detect_format(content)
    if kind == "xlsx":
        found = workbook_rows.rows(content, sheet, MAX_COLUMNS + 1)
    else:
        found = _csv(content.decode(kind))
    count = 0
    for row in found:
        if row.line > MAX_LINES:
            raise Unreadable("空の行が多すぎます。表の下や間の空の行を消してください。")
        if not any(row.cells) and not row.faults:
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise Unreadable(f"{MAX_ROWS:,}行を超えています。ファイルを分けて取り込んでください。")
        if len(row.cells) > MAX_COLUMNS and any(row.cells[MAX_COLUMNS:]):
            raise Unreadable(f"列が{MAX_COLUMNS}を超えています。要らない列を消してください。")
        yield row


def preview(content: bytes) -> Preview:
    """Read the first lines of each worksheet. Raises Unreadable."""
    found = []
    for place, (title, hidden) in enumerate(sheets(content)):
        first = islice(rows(content, sheet=place), LINES)
        lines = [(row.line, [cell[:LONGEST_CELL] for cell in row.cells]) for row in first]
        found.append(Sheet(title, hidden, lines))
    return Preview(found)


def _csv(text: str) -> Iterator[Row]:
    try:
        for line, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), 1):
            yield Row(line, [unescape(cell) for cell in cells])
    except csv.Error as error:
        raise Unreadable(
            'CSVとして読めません。引用符（"）が閉じているか確かめ、「CSV UTF-8」で保存し直してください。'
        ) from error
