"""Where a table stands in its file, and how its columns are mapped (列の割当て)."""

from collections.abc import Sequence

from app.rules.common import column_mapping
from app.rules.common.column_mapping import Layout, Target
from app.services.common import column_mappings
from app.services.common.spreadsheet_preview import Preview, Sheet


def proposal(
    purpose: str,
    preview: Preview,
    targets: Sequence[Target],
    sheet: int,
    line: int | None,
    lines: int | None,
) -> Layout:
    """Return a sheet's layout: headings and columns as asked for, as last time, or as guessed."""
    sheet = sheet if 0 <= sheet < len(preview.sheets) else preview.first
    first = preview.sheets[sheet].lines
    if line is None or lines is None:
        line, lines = column_mapping.find_headings(first, targets)
    found = headings(preview.sheets[sheet], line, lines)
    columns, filled = column_mappings.proposed(purpose, found, targets)
    return Layout(sheet, line, lines, tuple(columns), filled)


def headings(sheet: Sheet, line: int, lines: int) -> list[str]:
    """Return the headings of a sheet, from one or two lines."""
    return column_mapping.joined([sheet.cells(line + place) for place in range(lines)])


def samples(sheet: Sheet, first_row: int, place: int, most: int = 3) -> Sequence[str]:
    """Return the first values of a column."""
    found = (
        cells[place].strip()
        for number, cells in sheet.lines
        if number >= first_row and place < len(cells) and cells[place].strip()
    )
    return [value for value, _number in zip(found, range(most), strict=False)]
