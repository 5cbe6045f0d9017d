"""Forms for import and export of the roster."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app import clock
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.common.field import Kind
from app.rules.membership.profile_fields import BY_KEY as PROFILE
from app.services.roster import import_results
from app.services.roster.roster_columns import EXPORTED, IMPORTED
from app.views.forms.common.column_mapping import ColumnMappingForm
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    LineField,
    LinesField,
)
from app.views.forms.common.validators import Filled

MOST_TYPED = 2400
"""Characters of a mended value; the row's own limits are checked with it."""


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A file to be checked."""

    file = FileField(
        _l("File"),
        description=_l("Excel (.xlsx) or CSV (UTF-8 or Shift_JIS), up to 12 MB and 20,000 rows."),
        render_kw={"accept": ".xlsx,.csv"},
    )

    def validate_file(self, field: FileField) -> None:
        """Require a file."""
        if not field.data or not field.data.filename:
            raise ValidationError("ファイルを選んでください。")


class RosterMappingForm(ColumnMappingForm):
    """The columns of a roster, and whether its rows may have gaps."""

    gaps = BooleanField(
        _l("Also import rows in which required items are empty"),
        description=_l(
            "They are registered with these items not filled in, and marked so in the result."
        ),
    )


def mend_form(job: RosterImport, row: RosterImportRow) -> EditForm:
    """Return the form with the values of a row, or with what was sent."""
    fields: dict[str, Any] = {
        column.key.replace(".", "-"): LineField(
            column.heading, limit=MOST_TYPED, description=column.hint
        )
        if not _is_long(column.key)
        else LinesField(column.heading, limit=MOST_TYPED, description=column.hint)
        for column in IMPORTED
    }
    return type("MendForm", (EditForm,), fields)(data=row_data(import_results.values(job, row)))


def row_data(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a row as data of its form."""
    return {key.replace(".", "-"): text for key, text in values.items()}


def mended(form: FlaskForm) -> dict[str, str]:
    """Return the values of a row as entered, by key."""
    return {column.key: str(form[column.key.replace(".", "-")].data or "") for column in IMPORTED}


def _is_long(key: str) -> bool:
    field = PROFILE.get(key)
    return field is not None and field.kind is Kind.LINES


class StartForm(FlaskForm):  # type: ignore[misc]
    """The officer's input before the rows are entered."""

    basis = LineField(
        _l("Basis for admitting the new members"),
        limit=150,
        description=_l(
            "For example, the number of the decision document. It is kept in the record."
        ),
    )
    skip_wrong = BooleanField(
        _l("Skip rows with errors and rows without an answer"),
        description=_l("The other rows are still imported."),
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why an import is sent back or undone."""

    reason = LinesField(_l("Reason"), [Filled()], limit=500)


class ExportForm(FlaskForm):  # type: ignore[misc]
    """The content of the file."""

    day = DayField(_l("Reference date"), default=clock.today)
    former = BooleanField(_l("Include former members"))
    form = ChoiceField(
        _l("Format"),
        choices=lambda: [
            ("xlsx", _l("Excel (.xlsx)")),
            ("csv", _l("CSV (UTF-8)")),
            ("cp932", _l("CSV (Shift_JIS)")),
        ],
        default="xlsx",
    )
    columns = ChoicesField(
        _l("Columns"),
        choices=lambda: [(column.key, column.heading) for column in EXPORTED],
        default=[column.key for column in EXPORTED],
    )
    anyway = BooleanField(_l("Replace unavailable characters with 〓"))

    def validate_day(self, field: DayField) -> None:
        """Reject a day in the future."""
        if not field.errors and (field.data is None or field.data > clock.today()):
            raise ValidationError("今日までの日を入れてください。")

    def validate_columns(self, field: ChoicesField) -> None:
        """Require at least one column."""
        if not field.data:
            raise ValidationError("書き出す列を一つ以上選んでください。")


class LabelForm(FlaskForm):  # type: ignore[misc]
    """Address labels."""

    on_a_sheet = ChoiceField(
        _l("Labels on a sheet (A4)"),
        choices=lambda: [
            ("12", _l("12 (86.4 × 42.3 mm)")),
            ("24", _l("24 (66 × 33.9 mm)")),
        ],
        default="12",
    )
    anyway = BooleanField(_l("Leave out organisations without an address"))
