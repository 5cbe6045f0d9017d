"""A list as a whole: printed (`?print=1`) or saved as xlsx (`?xlsx=1`), as it is seen.

The workbook is read from the page itself: same filter, order and columns, and nothing that the viewer
does not see.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from html.parser import HTMLParser
from typing import Any, TypeVar

from flask import g, make_response, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.services.common import rows, tabular
from app.services.common.tabular import Worksheet
from app.views.common.files import XLSX, download

V = TypeVar("V", bound=Callable[..., Any])
PRINT, SHEET = "print", "xlsx"
LEFT_OUT = {"visually-hidden", "select-cell", "actions-cell", "help", "no-print"}
"""Classes of what is no content of a cell."""
VOID = {"input", "br", "use", "img", "wbr"}
NO_TITLE = re.compile(r"[\[\]:*?/\\]")
"""Characters that no worksheet's title may have."""


def listing(view: V) -> V:
    """Let the list also be printed and saved as a whole. Innermost of the decorators."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        g.listing = True
        is_sheet = request.args.get(SHEET) == "1"
        if not is_sheet and request.args.get(PRINT) != "1":
            return view(*args, **kwargs)
        with rows.window(0, rows.MOST):
            page = view(*args, **kwargs)
        has_own = isinstance(page, Response) and page.mimetype == XLSX
        return as_workbook(page) if is_sheet and not has_own else page

    return wrapped  # type: ignore[return-value]


def is_listing() -> bool:
    """Whether the page of this request is a list."""
    return bool(g.get("listing"))


def whole(how: str) -> str:
    """Return the address of the present list as a whole, printed or saved."""
    assert request.endpoint is not None
    named = {key: value for key, value in request.args.items(multi=True) if key != "page"}
    return url_for(request.endpoint, **{**(request.view_args or {}), **named, how: "1"})


def as_workbook(page: str | Response) -> Response:
    """Return the tables of a list's page as a workbook."""
    reader = TableReader()
    reader.feed(make_response(page).get_data(as_text=True))
    sheets = [
        Worksheet(f"{number} {NO_TITLE.sub(' ', title)}", header, found)
        for number, (title, header, found) in enumerate(reader.tables, 1)
    ]
    name = f"{request.path.strip('/').replace('/', '-')}-{clock.today().isoformat()}.xlsx"
    return download(tabular.to_workbook(sheets, title=name), XLSX, name)


class TableReader(HTMLParser):
    """Reads the tables of a page: caption, headings, and cells as text, numbers, days and moments."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[str], list[list[Any]]]] = []
        self._caption: list[str] = []
        self._cell: list[str] | None = None
        self._row: list[Any] = []
        self._skipped = 0
        """Depth inside of what is left out."""
        self._time, self._said, self._is_number = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        if self._skipped or (classes & LEFT_OUT and tag != "caption"):
            self._skipped += tag not in VOID
        elif tag == "table":
            self.tables.append(("", [], []))
        elif tag in ("th", "td", "caption"):
            self._cell, self._time, self._said = [], "", ""
            self._is_number = "numeric" in classes
        elif tag == "time":
            self._time, self._said = given.get("datetime") or "", ""
        elif tag in ("br", "div", "p", "li") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= tag not in VOID
        elif tag in ("th", "td", "caption") and self._cell is not None:
            value = self._value(self._cell)
            self._cell = None
            if tag == "caption":
                self.tables[-1] = (str(value), *self.tables[-1][1:])
            else:
                self._row.append(value)
        elif tag == "tr" and self.tables:
            _title, header, found = self.tables[-1]
            if header:
                found.append(self._row[: len(header)])
            else:
                header.extend(str(each) for each in self._row if each != "")
            self._row = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipped:
            self._cell.append(" ".join(data.split()))
            self._said += data.strip() if self._time else ""

    def _value(self, parts: list[str]) -> str | int | date:
        lines = " ".join(part for part in parts if part).split("\n")
        text = "\n".join(line.strip() for line in lines if line.strip())
        if self._time and text == self._said:
            return in_days(self._time)
        bare = text.replace(",", "")
        return int(bare) if self._is_number and bare.isascii() and bare.isdigit() else text


def in_days(written: str) -> date:
    """Return the day or moment of a time element, as a spreadsheet holds it: without time zone."""
    if "T" not in written:
        return date.fromisoformat(written)
    return clock.local(datetime.fromisoformat(written)).replace(tzinfo=None)
