"""Form for mapping the columns of somebody else's table to ours (列の割当て)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField

from app.rules.common.column_mapping import SKIP, Layout, Target
from app.views.forms.common.fields import ChoiceField, LineField

LONGEST_VALUE = 300


class ColumnMappingForm(FlaskForm):  # type: ignore[misc]
    """Base: `mapping_form` adds a drop-down for each column and a line for each target."""

    made_for = Layout()
    sheet = HiddenField()
    line = HiddenField()
    lines = HiddenField()

    def columns(self) -> list[Field]:
        """The drop-downs, in the order of the file's columns."""
        return [field for field in self if field.short_name.startswith("column_")]

    def value(self, target: Target) -> Field:
        """The line for the one value of a target's whole column."""
        return self[f"value_{target.key}"]

    def layout(self) -> Layout:
        """Return the layout that the form was made for, with the columns and values entered."""
        filled = {
            field.short_name.removeprefix("value_"): str(field.data)
            for field in self
            if field.short_name.startswith("value_") and field.data
        }
        columns = tuple(field.data or SKIP for field in self.columns())
        return replace(self.made_for, columns=columns, filled=filled)


def mapping_form(
    base: type[ColumnMappingForm],
    layout: Layout,
    headings: Sequence[str],
    targets: Iterable[Target],
    formdata: Any = None,
) -> ColumnMappingForm:
    """Return the form for these headings, filled with a layout or with what was sent."""
    offered = [(SKIP, _l("Do not import")), *((each.key, each.name) for each in targets)]
    fields: dict[str, Any] = {
        f"column_{place}": ChoiceField(heading or _l("(no heading)"), choices=offered)
        for place, heading in enumerate(headings)
    }
    fields |= {f"value_{each.key}": LineField(each.name, limit=LONGEST_VALUE) for each in targets}
    data = {f"column_{place}": key for place, key in enumerate(layout.columns)}
    data |= {f"value_{key}": text for key, text in layout.filled.items()}
    form: ColumnMappingForm = type("Mapping", (base,), fields | {"made_for": layout})(
        formdata, data=data
    )
    form.sheet.data, form.line.data = layout.sheet, layout.heading_line
    form.lines.data = layout.heading_lines
    return form
