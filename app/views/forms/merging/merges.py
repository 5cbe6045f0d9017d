"""The values to keep in a merge of two records."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField


class MergeForm(FlaskForm):  # type: ignore[misc]
    """The items whose value is taken from the record merged into the other."""

    seen = HiddenField()
    take = SelectMultipleField()

    def offer(self, keys: Sequence[str]) -> None:
        """Set the differing items as choices."""
        self.take.choices = [(key, key) for key in keys]
