"""Reading an uploaded table, xlsx or csv: told apart by its content, bounded, never trusted."""

import csv
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from app.services.tabular import unsafe

MOST_BYTES = 12 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 120
MOST_LINES = 100_000
"""Empty rows count towards this one."""
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file can't be read as a table. Carries a Japanese message that says how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Row:
    """One row as text. line: its number in the file, the first being 1."""

    line: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    """By place: what keeps a cell from being read."""


def look(content: bytes) -> str:
    """`xlsx`, `utf-8-sig` or `cp932`. Raises Unreadable at what can be seen without reading it all."""
    if not content.strip():
        raise Unreadable("ファイルが空です。中身のあるファイルを選んでください。")
    if len(content) > MOST_BYTES:
        raise Unreadable("ファイルは12MB以内にしてください。行を分けて取り込むことができます。")
    if content.startswith(b"PK\x03\x04"):
        _look_into_zip(content)
        return "xlsx"
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            "古い形式（.xls）か、パスワード付きのExcelファイルです。"
            "パスワードを外し、Excelブック（.xlsx）で保存し直してください。"
        )
    if content.startswith(_UTF_16) or b"\0" in content:
        raise Unreadable(
            "表として読めないファイルです。Excelブック（.xlsx）か「CSV UTF-8」で保存し直してください。"
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable("文字コードが分かりません。CSVは「CSV UTF-8」で保存し直してください。")


def rows(content: bytes) -> Iterator[Row]:
    """The rows that hold something, the headings first. Raises Unreadable."""
    kind = look(content)
    found = _xlsx(content) if kind == "xlsx" else _csv(content.decode(kind))
    count = 0
    for row in found:
        if row.line > MOST_LINES:
            raise Unreadable("空の行が多すぎます。表の下や間の空の行を消してください。")
        if not any(row.cells) and not row.faults:
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise Unreadable(f"{MOST_ROWS:,}行を超えています。ファイルを分けて取り込んでください。")
        if len(row.cells) > MOST_COLUMNS and any(row.cells[MOST_COLUMNS:]):
            raise Unreadable(f"列が{MOST_COLUMNS}を超えています。要らない列を消してください。")
        yield row


def _look_into_zip(content: bytes) -> None:
    """The sizes that the directory tells bound what can be unpacked: zipfile reads no more."""
    broken = "ファイルが壊れているか、Excelブックではありません。.xlsxで保存し直してください。"
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise Unreadable(broken)
            if "xl/vbaProject.bin" in names:
                raise Unreadable("マクロを含むファイルは使えません。.xlsxで保存し直してください。")
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise Unreadable("ファイルの中身が大きすぎます。行を分けて取り込んでください。")
            for part in parts:
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096):
                        raise Unreadable(broken)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Unreadable(broken) from error


def _xlsx(content: bytes) -> Iterator[Row]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl leaves out
            book = openpyxl.load_workbook(BytesIO(content), read_only=True)
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be anything
            for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
                yield _xlsx_row(line, cells)
    except Unreadable:
        raise
    except Exception as error:  # a broken book makes openpyxl raise almost anything
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
            yield Row(line, [unsafe(cell) for cell in cells])
    except csv.Error as error:
        raise Unreadable(
            'CSVとして読めません。引用符（"）が閉じているか確かめ、「CSV UTF-8」で保存し直してください。'
        ) from error
