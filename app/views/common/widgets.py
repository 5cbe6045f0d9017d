"""A filter form without JavaScript, for Flask-AppBuilder's pages."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from flask import request
from flask_appbuilder.models.sqla import filters as fab
from flask_appbuilder.widgets import RenderTemplateWidget
from flask_babel import gettext as _


class FilterColumn(NamedTuple):
    """One control of a filter form. Without `choices`: a text input of the given type."""

    name: str
    label: str
    value: str
    type: str = "search"
    choices: tuple[tuple[str, str], ...] = ()


class FilterWidget(RenderTemplateWidget):
    """Replacement for FAB's SearchWidget, whose page contains every related row and needs jQuery.

    Relations get no control: a list page must not cost a query per relation.
    """

    template = "appbuilder/general/widgets/search.html"
    others: tuple[str, ...] = ()
    """Parameters of further controls in the template."""

    @property
    def choices(self) -> Mapping[str, Mapping[str, Any]]:
        """For text columns with few values: column → value → label, in the order of the page.

        A column for which there is nothing to choose gets no control.
        """
        return {}

    def __call__(self, **kwargs: Any) -> str:
        filters = self.template_args["filters"]
        form = self.template_args["form"]
        choices = self.choices
        columns = [
            column
            for name in self.template_args["include_cols"]
            if choices.get(name, True)
            for column in filter_columns(
                filters, name, str(form[name].label.text), choices.get(name, {})
            )
        ]
        names = {column.name for column in columns}.union(self.others)
        arguments = list(request.args.items(multi=True))
        markup: str = super().__call__(
            columns=columns,
            filtered=any(name in names and value for name, value in arguments),
            kept={
                name: value
                for name, value in arguments
                if name not in names and not name.startswith("page_")  # restarts at page 1
            },
            **kwargs,
        )
        return markup


def filter_columns(
    filters: Any, column: str, label: str, words: Mapping[str, Any]
) -> Iterator[FilterColumn]:
    """Yield the controls of one column, none for a relation.

    filters: the view's; their order gives the number in FAB's parameter `_flt_<n>_<column>`.
    words: value → label, if the column's values are to be chosen from a list.
    """
    model = filters.datamodel
    numbers = {type(item): n for n, item in enumerate(filters.get_search_filters().get(column, ()))}

    def control(kind: type, text: str = label, **more: Any) -> FilterColumn:
        name = f"_flt_{numbers[kind]}_{column}"
        return FilterColumn(name, text, request.args.get(name, ""), **more)

    if model.is_relation(column):
        return
    if words:
        chosen = tuple((value, str(text)) for value, text in words.items())
        kind = fab.FilterEqual if fab.FilterEqual in numbers else next(iter(numbers))
        yield control(kind, choices=chosen)
    elif model.is_enum(column):
        yield control(fab.FilterEqual, choices=enum_choices(model, column))
    elif model.is_boolean(column):
        yield control(fab.FilterEqual, choices=(("y", _("Yes")),))
    elif model.is_date(column) or model.is_datetime(column):
        yield control(fab.FilterGreater, _("%(label)s (later than)", label=label), type="date")
        yield control(fab.FilterSmaller, _("%(label)s (earlier than)", label=label), type="date")
    elif fab.FilterContains in numbers:
        yield control(fab.FilterContains)
    elif fab.FilterEqual in numbers:
        yield control(fab.FilterEqual, type="text")


def enum_choices(model: Any, column: str) -> tuple[tuple[str, str], ...]:
    """Return name and label of each member of an enumeration column."""
    kind = model.list_columns[column].type
    if kind.enum_class is None:
        return tuple((name, name) for name in kind.enums)
    members = kind.enum_class.__members__
    return tuple(
        (name, str(getattr(member, "label", member.value))) for name, member in members.items()
    )
