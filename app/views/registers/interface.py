"""FAB's model interface for registers: by public identifier, one page counted up to a limit."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

from flask import g, request
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.models.sqla.filters import SQLAFilterConverter
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, Time, false, or_
from sqlalchemy.orm import Query, joinedload

from app.models.common.types import Code
from app.models.registers.columns import Codes, has_code
from app.models.registers.entry import RegisterModel, fields_by_key, fields_of
from app.services.common import rows
from app.services.common.field_texts import FieldTexts
from app.services.registers import texts, versions
from app.views.common.base import viewer
from app.views.common.filters import Interface
from app.views.common.formats import day
from app.views.common.labels import label

WORDS, RETIRED, UNCONFIRMED = "q", "retired", "unconfirmed"
"""Parameters: words sought; for the secretariat: what was taken out, what nobody confirmed since a day."""
LONGEST_SEARCH = 100


class FilterHasCode(BaseFilter):  # type: ignore[misc]
    """Entries with this code among several."""

    name = _l("Has")

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        column = getattr(self.model, self.column_name)
        return query.filter(has_code(column, value))


class FilterIs(BaseFilter):  # type: ignore[misc]
    """Entries with this of several choices; none for what is no choice."""

    name = _l("Is")

    def apply(self, query: Query[Any], value: str) -> Query[Any]:
        column = getattr(self.model, self.column_name)
        known = {choice.value for choice in column.type.enumeration}
        return query.filter(column == value if value in known else false())


class FilterShown(BaseFilter):  # type: ignore[misc]
    """Entries in force, or on the secretariat's request the retired ones; and of these what is sought."""

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        model = self.model
        asked = request.args.get(RETIRED) and viewer().is_staff
        query = query.filter(model.retired_on.is_not(None) if asked else model.retired_on.is_(None))
        since = unconfirmed_since(model)
        if since is not None:
            query = query.filter(or_(model.checked_on.is_(None), model.checked_on < since))
        columns = [
            getattr(model, field.key)
            for field in versions.visible_fields(viewer(), model)
            if field.searched or field.key == model.register.title
        ]
        for word in searched_text().split():
            query = query.filter(or_(*(each.icontains(word, autoescape=True) for each in columns)))
        return query


def unconfirmed_since(model: RegisterModel) -> date | None:
    """Return the day since which the secretariat asks what nobody confirmed, in a register that asks."""
    if not (model.register.confirmed_every and viewer().is_staff):
        return None
    try:
        return date.fromisoformat(request.args.get(UNCONFIRMED, ""))
    except ValueError:
        return None


def searched_text() -> str:
    """Return what the search box of the list was sent with."""
    return request.args.get(WORDS, "").replace("\0", "").strip()[:LONGEST_SEARCH]


class _Converter(SQLAFilterConverter):  # type: ignore[misc]
    conversion_table = (
        ("is_codes", [FilterHasCode]),
        ("is_choice", [FilterIs]),
        *SQLAFilterConverter.conversion_table,
    )


class RegisterInterface(Interface):
    """Rows are named by their public identifier, and counted up to a limit."""

    filter_converter_class = _Converter

    def is_codes(self, col_name: str) -> bool:
        """Whether the column holds several codes."""
        return isinstance(getattr(self.list_columns.get(col_name), "type", None), Codes)

    def is_choice(self, col_name: str) -> bool:
        """Whether the column holds one of several choices."""
        return isinstance(getattr(self.list_columns.get(col_name), "type", None), Code)

    def get_keys(self, lst: list[Any]) -> list[str]:
        return [entry.public_id for entry in lst]

    def get_columns_list(self) -> list[str]:
        """Without relations, and times of day, for which FAB has no filter and logs a warning."""
        columns = self.list_columns.items()
        return [name for name, column in columns if not isinstance(column.type, Time)]

    def query(
        self,
        filters: Any = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        **_more: Any,
    ) -> tuple[int, list[Any]]:
        """Return the number of entries, counted up to COUNTED, and those of one page (from 0)."""
        sought = self._sought(filters, order_column, order_direction)
        if rows.is_whole():
            offset, limit = rows.part(1)
            found = sought.offset(offset).limit(limit).all()
        else:
            found = self.apply_pagination(sought, page, page_size).all()
        g.listed = found
        number = (page or 0) + 1
        return rows.total(sought.statement, number, len(found)), found

    def _sought(self, filters: Any, column: str, direction: str) -> Query[Any]:
        ordered = self.apply_order_by(
            filters.apply_all(self.session.query(self.obj)), column, direction
        ).order_by(self.obj.id)
        if self.obj.register.owned:
            ordered = ordered.options(joinedload(self.obj.organisation))
        return ordered

    def apply_order_by(
        self, query: Query[Any], order_column: str, order_direction: str, *args: Any, **kwargs: Any
    ) -> Query[Any]:
        """As FAB's, but with the empty ones in one place on both databases."""
        if order_column not in self.list_columns:
            ordered: Query[Any] = super().apply_order_by(
                query, order_column, order_direction, *args, **kwargs
            )
            return ordered
        column, descending = getattr(self.obj, order_column), order_direction != "asc"
        return query.order_by(texts.sorted_by(column, descending=descending))

    def statement(self, filters: Any, column: str, direction: str) -> Select[Any]:
        """Return the statement for all entries of a list."""
        wanted: Select[Any] = self._sought(filters, column, direction).statement
        return wanted

    def get_values(self, lst: list[Any], list_columns: list[str]) -> Iterator[dict[str, str]]:
        """Yield the words of each entry's columns."""
        fields = fields_by_key(self.obj)
        words = texts.load(self.obj, lst, label, list_columns, labels(self.obj))
        for entry in lst:
            yield {
                key: words.text(fields[key], getattr(entry, key))
                if key in fields
                else shown(getattr(entry, key))
                for key in list_columns
            }


def listed() -> list[Any]:
    """Return the entries that the list of this request shows."""
    found: list[Any] = g.get("listed", [])
    return found


def labels(model: RegisterModel) -> FieldTexts:
    """Return the labels of codes, loaded once a request: list, filter and plot need them."""
    kept: dict[RegisterModel, FieldTexts] = g.setdefault("field_texts", {})
    if model not in kept:
        kept[model] = FieldTexts.load(label, fields=fields_of(model))
    return kept[model]


def shown(value: Any) -> str:
    """Return what all registers say of an entry in words: owner, tier, day of the last check."""
    if isinstance(value, date):
        return day(value)
    return label(value) if isinstance(value, Enum) else str(value or "")
