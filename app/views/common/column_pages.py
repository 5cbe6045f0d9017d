"""The pages on which the columns of somebody else's table are mapped: what was asked for, what is shown."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.services.common import column_layouts
from app.services.common.spreadsheet_preview import Preview, Sheet
from app.views.forms.common.column_mapping import ColumnMappingForm

LAST_LINE = 100_000
"""The last line in which headings may stand."""
SHOWN_LINES, SHOWN_COLUMNS = 12, 12


def asked_place(preview: Preview) -> tuple[int, int | None, int | None]:
    """Return sheet, heading line and number of heading lines asked for; None is to be guessed."""
    sent = request.form if request.method == "POST" else request.args
    sheet, line, lines = (sent.get(name, type=int) for name in ("sheet", "line", "lines"))
    if line is not None and not 1 <= line <= LAST_LINE:
        line = None
    return preview.first if sheet is None else sheet, line, 2 if lines == 2 else 1 if line else None


def shown(form: ColumnMappingForm, sheet: Sheet, headings: Sequence[str]) -> dict[str, Any]:
    """Return what a page shows of a sheet: its first lines, and each column with its first values."""
    first_row = form.layout().first_row
    columns = [
        {
            "field": field,
            "heading": heading,
            "samples": column_layouts.samples(sheet, first_row, place),
        }
        for place, (field, heading) in enumerate(zip(form.columns(), headings, strict=True))
    ]
    return {
        "lines": sheet.lines[:SHOWN_LINES],
        "width": min(max((len(cells) for _n, cells in sheet.lines), default=0), SHOWN_COLUMNS),
        "columns": [column for column in columns if column["heading"] or column["samples"]],
    }
