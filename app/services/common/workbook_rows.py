"""The rows of a worksheet as text, with what its form says: hidden, struck out, a date."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from app.services.common.spreadsheets import Unreadable
from app.services.common.table_row import Row

STRUCK_OUT = "打ち消し線のある行です。取り込んでよいか確かめてください。"
HIDDEN = "Excelで非表示にされている行です。取り込んでよいか確かめてください。"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SHARED_STRINGS = "xl/sharedStrings.xml"
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def unescape(text: str) -> str:
    """Undo OOXML's escapes: _x000D_ is a line break, _x005F_ an underscore before an x.

    Two halves of a character become one; half of one, which nothing could show, becomes U+FFFD.
    """
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@cache
def _reader() -> Any:
    """Return openpyxl's reader. It drops every `x005F_`, so it cannot tell escapes from text."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - only where a workbook is read

    class Reader(ExcelReader):
        def read_strings(self) -> None:
            names = self.archive.namelist()
            name = next((name for name in names if name.lower() == _SHARED_STRINGS.lower()), None)
            if name is not None:
                with self.archive.open(name) as source:
                    self.shared_strings = [_text_of(item) for item in _items(source)]

    return Reader


def _items(source: Any) -> Iterator[ElementTree.Element]:
    for _event, element in ElementTree.iterparse(source):  # noqa: S314 - no entities: spreadsheets
        if element.tag == f"{_NS}si":
            yield element
            element.clear()


def _text_of(item: ElementTree.Element) -> str:
    """Return a shared string, without its reading (ふりがな)."""
    parts = [*item.findall(f"{_NS}t"), *item.findall(f"{_NS}r/{_NS}t")]
    return "".join(part.text or "" for part in parts)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about formatting that openpyxl drops
            reader = _reader()(BytesIO(content), True, False, False, False, False)
            reader.read()
            yield reader.wb
            reader.wb.close()
    except Unreadable:
        raise
    except Exception as error:  # for a broken workbook openpyxl raises almost anything
        raise Unreadable(
            "Excelブックとして読めません。Excelで開き、.xlsxで保存し直してください。"
        ) from error


def sheets(content: bytes) -> list[tuple[str, bool]]:
    """Return each worksheet's title and whether it is hidden. Raises Unreadable."""
    with _opened(content) as book:
        return [(sheet.title, sheet.sheet_state != "visible") for sheet in book.worksheets]


def rows(content: bytes, place: int, columns: int) -> Iterator[Row]:
    """Yield the rows of a worksheet (from 0), of at most that many columns. Raises Unreadable."""
    with _opened(content) as book:
        sheet = book.worksheets[place]
        hidden = _hidden_rows(content, sheet._worksheet_path)
        struck = _Struck(book)
        sheet.reset_dimensions()  # the file's stated dimensions are not trustworthy
        for line, cells in enumerate(sheet.iter_rows(max_col=columns), 1):
            yield _row(line, cells, line in hidden, struck)


def _hidden_rows(content: bytes, path: str) -> set[int]:
    """Return the numbers of the hidden rows, which openpyxl does not tell of a large sheet."""
    found, last = set(), 0
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(path) as source:
        for event, element in ElementTree.iterparse(source, ("start", "end")):  # noqa: S314
            if element.tag != f"{_NS}row":
                continue
            if event == "end":
                element.clear()
                continue
            last = int(element.get("r", last + 1))
            if element.get("hidden") in ("1", "true"):
                found.add(last)
    return found


class _Struck:
    """Which cells are struck out; asked once a style."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._styles: dict[int, bool] = {}

    def __call__(self, cell: Any) -> bool:
        style = getattr(cell, "_style_id", 0)
        if style not in self._styles:
            self._styles[style] = bool(style and cell.font.strike)
        return self._styles[style]


def _row(line: int, cells: Any, hidden: bool, struck: _Struck) -> Row:
    texts, faults, dated, is_struck = [], {}, set(), False
    for place, cell in enumerate(cells):
        if cell.value is None:
            texts.append("")
            continue
        is_struck = is_struck or struck(cell)
        if cell.data_type == "f":
            faults[place] = "数式が入っています。計算結果の値に置き換えてください。"
            texts.append("")
        elif cell.data_type == "e":
            faults[place] = f"エラーの値（{cell.value}）です。正しい値を入れてください。"
            texts.append("")
        else:
            if isinstance(cell.value, date):
                dated.add(place)
            texts.append(_text(cell.value))
    while texts and not texts[-1] and len(texts) - 1 not in faults:
        texts.pop()
    remarks = [HIDDEN] * hidden + [STRUCK_OUT] * is_struck
    return Row(line, texts, faults, remarks, frozenset(dated))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return unescape(value) if isinstance(value, str) else str(value)
