"""Forms for the import of a table into a register."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField

from app.services.registers.imports import MOST_ROWS
from app.views.forms.roster.imports import UploadForm as RosterUploadForm


class UploadForm(RosterUploadForm):
    """A file to be checked."""

    file = FileField(
        _l("File"),
        description=_l(
            "Excel (.xlsx) or CSV (UTF-8 or Shift_JIS), up to 12 MB and %(rows)s rows.",
            rows=f"{MOST_ROWS:,}",
        ),
        render_kw={"accept": ".xlsx,.csv"},
    )


class StartForm(FlaskForm):  # type: ignore[misc]
    """The officer's input before the rows are entered."""

    skip_wrong = BooleanField(
        _l("Skip rows with errors"), description=_l("The other rows are still imported.")
    )
