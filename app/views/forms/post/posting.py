"""Ticked letters by post, and what is done with them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import Optional

from app import clock
from app.views.forms.common import sent
from app.views.forms.common.fields import ChoiceField, DayField

SHEETS = (("12", _l("12 (86.4 × 42.3 mm)")), ("24", _l("24 (66 × 33.9 mm)")))
"""Labels on a sheet of A4."""


class PostingForm(FlaskForm):  # type: ignore[misc]
    """The letters are ticked in the table, or all are meant."""

    everything = BooleanField(_l("All of them, on every page"))
    on_a_sheet = ChoiceField(_l("Labels on a sheet (A4)"), choices=list(SHEETS), default="12")
    anyway = BooleanField(_l("Leave out recipients without an address"))
    on = DayField(_l("Day of posting"), [Optional()], default=clock.today)

    def letters(self) -> list[int]:
        """Return the ids that are ticked."""
        return sent.ticked("letter")

    def chosen(self) -> Sequence[int] | None:
        """Return the ids that are meant; None for all."""
        return None if self.everything.data else self.letters()
