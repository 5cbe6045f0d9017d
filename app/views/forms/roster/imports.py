"""Forms for import and export of the roster."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app import clock
from app.services.roster.roster_columns import EXPORTED
from app.views.forms.common.fields import ChoiceField, ChoicesField, DayField, LineField


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
        _l("Skip rows with errors"),
        description=_l("The other rows are still imported."),
    )


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
