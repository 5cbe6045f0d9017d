"""Tables as files: csv and xlsx whose cells never start a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter import xmlwriter

# Text that looks like an escape (_x000D_) is written with its underscore escaped. xlsxwriter's own
# expression overlooks the second of two that share an underscore: _x005F_x000D_.
xmlwriter.re_control_chars_1 = re.compile("(_(?=x[0-9a-fA-F]{4}_))")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Row = Sequence[str]
Cells = Sequence[str | int | date]
"""A row of a workbook: numbers as numbers, days as days; in csv as text."""
NARROWEST, WIDEST, WIDE = 8, 40, 60
MEASURED = 200
"""Rows looked at for the width of the columns."""


class Worksheet(NamedTuple):
    """One worksheet of a workbook."""

    title: str
    header: Row
    rows: Iterable[Cells]
    sentences: Row = ()
    """Columns with whole sentences: wide, and wrapped."""


def escape(cell: str) -> str:
    """Return the cell's text, escaped so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def unescape(cell: str) -> str:
    """Return the text before `safe`, for an import."""
    return cell[1:] if cell.startswith("'") and escape(cell) != cell else cell


def to_csv(header: Row, rows: Iterable[Cells]) -> bytes:
    """Return CSV as UTF-8 with a byte order mark, as expected by spreadsheets in Japan."""
    return _csv(header, rows).encode("utf-8-sig")


def to_csv_cp932(header: Row, rows: Iterable[Cells]) -> tuple[bytes, list[str]]:
    """Return CSV for older programs, and the unsupported characters (each replaced by 〓)."""
    text = _csv(header, rows)
    missing = sorted({sign for sign in text if not _fits(sign)})
    for sign in missing:
        text = text.replace(sign, "〓")
    return text.encode("cp932"), missing


def to_xlsx(header: Row, rows: Iterable[Cells], *, title: str) -> bytes:
    """Return a workbook with one worksheet; text is written as text, never as formula or link."""
    return to_workbook([Worksheet(title, header, rows)], title=title)


def to_workbook(sheets: Iterable[Worksheet], *, title: str) -> bytes:
    """Return a workbook with several worksheets, headings frozen and with a filter."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"constant_memory": True, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"},
    )
    book.set_properties({"title": title})
    plain = book.add_format({"valign": "top"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    moment = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm"})
    bold = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1, "valign": "top"})
    for each in sheets:
        sheet = book.add_worksheet(each.title[:31])
        sheet.freeze_panes(1, 1)
        first, rows = _ahead(each.rows)
        for column, name in enumerate(each.header):
            is_wide = name in each.sentences
            width = WIDE if is_wide else _width([name, *(row[column] for row in first)])
            sheet.set_column(column, column, width, wrapped if is_wide else plain)
            sheet.write_string(0, column, name, bold)
        number = 0
        for number, row in enumerate(rows, 1):
            _write(sheet, number, row, moment)
        sheet.autofilter(0, 0, number, len(each.header) - 1)
    book.close()
    return buffer.getvalue()


def _ahead(rows: Iterable[Cells]) -> tuple[list[Cells], Iterator[Cells]]:
    """Return the first rows, and all of them."""
    remaining = iter(rows)
    first = list(islice(remaining, MEASURED))
    return first, chain(first, remaining)


def _width(cells: Iterable[str | int | date]) -> int:
    """Return a column's width: that of its longest line, a kanji being two letters wide."""
    lines = (line for cell in cells for line in str(cell).split("\n"))
    longest = max(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[:WIDEST])
        for line in chain(lines, [""])
    )
    return min(max(longest + 3, NARROWEST), WIDEST)


def _write(sheet: Any, number: int, row: Cells, moment: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, datetime):
            sheet.write_datetime(number, column, cell, moment)
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, cell)
        elif isinstance(cell, int):
            sheet.write_number(number, column, cell)
        else:
            sheet.write_string(number, column, cell)


def _csv(header: Row, rows: Iterable[Cells]) -> str:
    text = StringIO()
    writer: Any = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([escape(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
