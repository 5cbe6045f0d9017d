"""Tables as files: csv and xlsx whose cells never start a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any, NamedTuple

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Row = Sequence[str]
Cells = Sequence[str | int]
"""A row of a workbook, with numbers as numbers."""
WIDTH, WIDE = 18, 60


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


def to_csv(header: Row, rows: Iterable[Row]) -> bytes:
    """Return CSV as UTF-8 with a byte order mark, as expected by spreadsheets in Japan."""
    return _csv(header, rows).encode("utf-8-sig")


def to_csv_cp932(header: Row, rows: Iterable[Row]) -> tuple[bytes, list[str]]:
    """Return CSV for older programs, and the unsupported characters (each replaced by 〓)."""
    text = _csv(header, rows)
    missing = sorted({sign for sign in text if not _fits(sign)})
    for sign in missing:
        text = text.replace(sign, "〓")
    return text.encode("cp932"), missing


def to_xlsx(header: Row, rows: Iterable[Row], *, title: str) -> bytes:
    """Return a workbook with one worksheet; text is written as text, never as formula or link."""
    return to_workbook([Worksheet(title, header, rows)], title=title)


def to_workbook(sheets: Iterable[Worksheet], *, title: str) -> bytes:
    """Return a workbook with several worksheets."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_urls": False})
    book.set_properties({"title": title})
    plain = book.add_format({"valign": "top"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    bold = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1})
    for each in sheets:
        sheet = book.add_worksheet(each.title[:31])
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(each.header):
            is_wide = name in each.sentences
            width, look = (WIDE, wrapped) if is_wide else (WIDTH, plain)
            sheet.set_column(column, column, width, look)
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(each.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell)
    book.close()
    return buffer.getvalue()


def _csv(header: Row, rows: Iterable[Row]) -> str:
    text = StringIO()
    writer: Any = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([escape(cell) for cell in row] for row in rows)
    return text.getvalue()


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
