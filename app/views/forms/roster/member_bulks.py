"""Forms of a notice to members."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, TimeField
from wtforms.validators import Optional

from app import clock
from app.models.post.bulk import MailBulk
from app.services.roster.member_bulks import TEXT, TITLE
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import DayField, LineField, LinesField
from app.views.forms.common.validators import Filled


class MemberBulkForm(EditForm):
    """Title, text and start."""

    title = LineField(_l("Subject"), [Filled()], limit=TITLE)
    text = LinesField(
        _l("Text"),
        [Filled()],
        limit=TEXT,
        description=_l(
            "Addressee, date, sender and contact are added. A blank line begins a paragraph."
        ),
    )
    formal = BooleanField(_l("A formal document of the office, with a document number"))
    starts_on = DayField(
        _l("Do not send before"),
        [Optional()],
        description=_l("If empty, as soon as it is released."),
    )
    starts_time = TimeField(_l("Time of day"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return the values as the service takes them."""
        return {
            "title": self.title.data,
            "text": self.text.data,
            "formal": self.formal.data,
            "starts_at": self._starts_at(self.starts_on.data),
        }

    def _starts_at(self, day: date | None) -> datetime | None:
        if day is None:
            return None
        at = self.starts_time.data
        return clock.at_start_of(day) + (
            timedelta(hours=at.hour, minutes=at.minute) if at else timedelta(hours=9)
        )


class PaperForm(FlaskForm):  # type: ignore[misc]
    """A file that goes with the letters."""

    file = FileField(_l("File (PDF, PNG, JPEG or text)"))


def shown(bulk: MailBulk) -> dict[str, Any]:
    """Return a notice as the form shows it."""
    local = clock.local(bulk.starts_at) if bulk.starts_at else None
    return {
        "title": bulk.title,
        "text": bulk.text,
        "formal": bulk.formal,
        "starts_on": local.date() if local else None,
        "starts_time": local.time() if local else None,
    }
