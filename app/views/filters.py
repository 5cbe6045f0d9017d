"""FAB's list filters without their two faults: shared between threads, broken by odd addresses."""

from typing import Any

from flask import g
from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface


class RequestFilters(Filters):
    """The conditions of one request.

    FAB keeps them on the view object, which every thread shares: one visitor's conditions would
    filter another's list.
    """

    @property
    def filters(self) -> list[Any]:  # type: ignore[override]
        return self._conditions()[0]

    @filters.setter
    def filters(self, value: list[Any]) -> None:
        self._conditions()[0][:] = value

    @property
    def values(self) -> list[Any]:  # type: ignore[override]
        return self._conditions()[1]

    @values.setter
    def values(self, value: list[Any]) -> None:
        self._conditions()[1][:] = value

    def _conditions(self) -> tuple[list[Any], list[Any]]:
        held = g.setdefault("filter_conditions", {})
        pair: tuple[list[Any], list[Any]] = held.setdefault(id(self), ([], []))
        return pair

    def add_filter_index(self, column_name: str, filter_instance_index: int, value: Any) -> None:
        """Take a condition from the address; an empty one or one that does not exist is none."""
        given = [item for item in value if item.strip()]
        known = self._all_filters.get(column_name, ())
        if given and filter_instance_index < len(known):
            super().add_filter_index(column_name, filter_instance_index, given)


class Interface(SQLAInterface):
    """FAB's access to a model, with our filters."""

    def get_filters(self, search_columns: Any = None, search_filters: Any = None) -> Filters:
        kind = RequestFilters if search_columns else Filters
        return kind(self.filter_converter_class, self, search_columns or [], search_filters)
