"""The rows of an uploaded table, read by the worker alone: openpyxl is expensive."""

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from app.services.common.spreadsheets import Unreadable, detect_format
from app.services.common.tabular import unescape

MAX_ROWS = 20_000
MAX_COLUMNS = 120
MAX_LINES = 100_000
"""Maximum of lines, empty rows included."""


@dataclass(frozen=True)
class Row:
    """One row as text. line: its number in the file, from 1."""

    line: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    """Unreadable cells: position → reason."""


def rows(content: bytes) -> Iterator[Row]:
    """Yield the non-empty rows, the headings first. Raises Unreadable."""
    kind = detect_format(content)
    found = _xlsx(content) if kind == "xlsx" else _csv(content.decode(kind))
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


def _xlsx(content: bytes) -> Iterator[Row]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about formatting that openpyxl drops
            book = openpyxl.load_workbook(BytesIO(content), read_only=True)
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # the file's stated dimensions are not trustworthy
            for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
                yield _xlsx_row(line, cells)
    except Unreadable:
        raise
    except Exception as error:  # for a broken workbook openpyxl raises almost anything
        raise Unreadable(
            "Excelブックとして読めません。Excelで開き、.xlsxで保存し直してください。"
        ) from error


def _xlsx_row(line: int, cells: Any) -> Row:
    texts, faults = [], {}
    for place, cell in enumerate(cells):
        if cell.data_type == "f":
            faults[place] = "数式が入っています。計算結果の値に置き換えてください。"
            texts.append("")
        elif cell.data_type == "e":
            faults[place] = f"エラーの値（{cell.value}）です。正しい値を入れてください。"
            texts.append("")
        else:
            texts.append(_text(cell.value))
    while texts and not texts[-1] and len(texts) - 1 not in faults:
        texts.pop()
    return Row(line, texts, faults)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _csv(text: str) -> Iterator[Row]:
    try:
        for line, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), 1):
            yield Row(line, [unescape(cell) for cell in cells])
    except csv.Error as error:
        raise Unreadable(
            'CSVとして読めません。引用符（"）が閉じているか確かめ、「CSV UTF-8」で保存し直してください。'
        ) from error
