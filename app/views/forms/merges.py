"""Which value of two records is to be kept."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField


class MergeForm(FlaskForm):  # type: ignore[misc]
    """The items whose value comes from the record that goes."""

    seen = HiddenField()
    take = SelectMultipleField()

    def offer(self, keys: Sequence[str]) -> None:
        """Only what differs can be chosen."""
        self.take.choices = [(key, key) for key in keys]
