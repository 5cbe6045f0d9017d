"""FAB's model interface for forms and filters without JavaScript."""

from typing import Any

from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface


class FormFilters(Filters):
    """Filters taken from a plain form, which also sends empty fields."""

    def add_filter_index(self, column_name: str, filter_instance_index: int, value: Any) -> None:
        """Ignore empty values and unknown conditions, on which FAB or the database would fail."""
        given = [item for item in value if item.strip()]
        if self.datamodel.is_boolean(column_name):
            given = [item for item in given if item == "y"]
        known = self._all_filters.get(column_name, ())
        if given and filter_instance_index < len(known):
            super().add_filter_index(column_name, filter_instance_index, given)


class Interface(SQLAInterface):
    """FAB's model interface."""

    def get_filters(self, search_columns: Any = None, search_filters: Any = None) -> Filters:
        return FormFilters(self.filter_converter_class, self, search_columns or [], search_filters)

    def is_nullable(self, col_name: str) -> bool:
        """Whether a form may leave the column out.

        FAB requires every NOT NULL column: a checkbox could never be unticked, and a text with an
        empty default never left empty.
        """
        if super().is_nullable(col_name):
            return True
        column = self.list_columns.get(col_name)
        has_default = getattr(column, "default", None) is not None
        return has_default and column.type.python_type in (bool, str)
