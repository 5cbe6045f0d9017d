"""Tables as files, read and written: escapes, hidden and struck-out rows, widths, days."""

import io
from datetime import date

import openpyxl
from openpyxl.styles import Font

from app.services.common import spreadsheet_rows, tabular, workbook_rows

ESCAPES = ["_x000D_", "_x005F_x000D_", "_x005f_", "a_x0041_b_x0042_", "a\rb", "a\r\nb", " a "]


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_what_is_written_is_read_unchanged() -> None:
    content = tabular.to_xlsx(["値"], [[text] for text in ESCAPES], title="t")
    assert [row.cells for row in spreadsheet_rows.rows(content)][1:] == [[t] for t in ESCAPES]


def test_escaped_halves_of_a_character_are_joined_or_replaced() -> None:
    assert workbook_rows.unescape("_xD83D__xDE00_の会_x0009_") == "😀の会\t"
    assert workbook_rows.unescape("あ_xD800_い_xDC00_") == "あ\ufffdい\ufffd"


def test_escapes_of_shared_strings_are_undone() -> None:
    book = openpyxl.Workbook()
    for text in ("一行目_x000D_\n二行目", "_x005F_x000D_"):
        book.active.append([text])
    assert [row.cells for row in spreadsheet_rows.rows(saved(book))] == [
        ["一行目\r\n二行目"],
        ["_x000D_"],
    ]


def test_form_of_a_row_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (["一", date(2026, 1, 2)], ["二", None], ["三", 1]):
        sheet.append(cells)
    sheet.row_dimensions[2].hidden = True
    sheet["A3"].font = Font(strike=True)
    other = book.create_sheet("別")
    other.sheet_state = "hidden"
    first, second, third = spreadsheet_rows.rows(saved(book))
    assert (first.cells, first.dated, first.remarks) == (["一", "2026-01-02"], {1}, [])
    assert second.remarks == [workbook_rows.HIDDEN]
    assert third.remarks == [workbook_rows.STRUCK_OUT]
    preview = spreadsheet_rows.preview(saved(book))
    assert [(each.title, each.hidden, each.is_empty) for each in preview.sheets] == [
        ("Sheet", False, False),
        ("別", True, True),
    ]


def test_workbook_has_days_a_filter_and_fitting_columns() -> None:
    rows = [["短い", date(2026, 4, 1), "とても長い説明" * 20]]
    content = tabular.to_xlsx(["名", "日", "説明"], rows, title="表")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["B2"].value.date() == date(2026, 4, 1)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:C2", "B2")
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < widths[1] < widths[2] < 45
    assert "2026-04-01" in tabular.to_csv(["日"], [[date(2026, 4, 1)]]).decode("utf-8-sig")
