"""Forms of the records of a case, built from the schemas in the rules."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import NumberRange, Optional

from app.rules.cases.fields import SCHEMAS, Field, FieldType, RecordKind, RecordState
from app.views.common.labels import label
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    LineField,
    LinesField,
)
from app.views.forms.common.validators import Filled

LINE, TEXT = 200, 10_000
"""Maximum lengths in characters."""
MINUTES = 24 * 60
"""The longest that a contact takes."""
STEPS = (RecordState.PLANNED, RecordState.DOING, RecordState.DONE, RecordState.DROPPED)
"""The states of a goal or of an item of the support plan."""


class RecordForm(SealedEditForm):
    """One record. bodies: names of the constituent bodies by id, including those already chosen."""

    kind: RecordKind
    version = HiddenField()

    def __init__(self, bodies: Mapping[int, str], **values: Any) -> None:
        super().__init__(**values)
        named = [(str(body_id), name) for body_id, name in bodies.items()]
        for field in SCHEMAS[self.kind].fields:
            if field.type is FieldType.BODIES:
                self[field.name].choices = named
            elif field.type is FieldType.BODY:
                self[field.name].choices = [("", _("Select one")), *named]

    @classmethod
    def of(cls, bodies: Mapping[int, str], content: Mapping[str, Any], **more: Any) -> "RecordForm":
        """Return the form filled with a record's content."""
        return cls(bodies, data=cls.data_of(content) | more)

    @classmethod
    def data_of(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record's content as data of the form."""
        return {f.name: _shown(f, content.get(f.name)) for f in SCHEMAS[cls.kind].fields}

    def values(self) -> dict[str, Any]:
        """Return the input as the service for case records expects it."""
        return {f.name: _stored(f, self[f.name].data) for f in SCHEMAS[self.kind].fields}

    def chosen_state(self) -> RecordState | None:
        """Return the chosen state, if the kind has states."""
        return RecordState(self["state"].data) if "state" in self else None


@cache
def form_of(kind: RecordKind, *, with_state: bool = False) -> type[RecordForm]:
    """Return the form class of a kind of record. with_state: including its state, if any."""
    schema = SCHEMAS[kind]
    fields: dict[str, Any] = {field.name: _field(field) for field in schema.fields}
    if with_state and schema.first_state in STEPS:
        steps = [(state.value, state.label) for state in STEPS]
        fields["state"] = ChoiceField(_l("Status"), [Filled()], choices=steps)
    return type("RecordForm", (RecordForm,), {"kind": kind, **fields})


def near_first(bodies: Mapping[int, str], there: Collection[int]) -> dict[int, str]:
    """Return bodies as choices for a part: those in the case first, the others marked.

    A part may be given to a body that takes no part yet, but not unawares: it cannot read it.
    """
    near = {body_id: name for body_id, name in bodies.items() if body_id in there}
    far = {
        body_id: _("%(body)s (takes no part in the case)", body=name)
        for body_id, name in bodies.items()
        if body_id not in there
    }
    return near | far


def _field(field: Field) -> Any:
    needed = [Filled() if field.required else Optional()]
    match field.type:
        case FieldType.LINE:
            return LineField(field.label, needed, limit=LINE)
        case FieldType.TEXT:
            return LinesField(field.label, needed, limit=TEXT)
        case FieldType.DAY:
            return DayField(field.label, needed)
        case FieldType.MINUTES:
            return CountField(field.label, [*needed, NumberRange(1, MINUTES)])
        case FieldType.CHOICE:
            words = [("", _l("Select one")), *((choice, choice) for choice in field.choices)]
            return ChoiceField(field.label, needed, choices=words)
        case FieldType.BODY:
            return ChoiceField(field.label, needed)
        case FieldType.BODIES:
            return ChoicesField(field.label, needed)


def _shown(field: Field, value: Any) -> Any:
    match field.type:
        case FieldType.DAY:
            return date.fromisoformat(value) if value else None
        case FieldType.BODY:
            return str(value or "")
        case FieldType.BODIES:
            return [str(each) for each in value or ()]
    return value or ""


def _stored(field: Field, data: Any) -> Any:
    match field.type:
        case FieldType.DAY:
            return data.isoformat() if data else None
        case FieldType.BODY:
            return int(data) if data else None
        case FieldType.BODIES:
            return [int(each) for each in data or ()]
    return data or ""


def in_words(field: Field, value: Any, bodies: Mapping[int, str]) -> Any:
    """Return a field's value for display; a date stays a date."""
    match field.type:
        case FieldType.DAY:
            return date.fromisoformat(value) if value else None
        case FieldType.BODY:
            return bodies.get(value, "")
        case FieldType.MINUTES:
            return _("%(number)s minutes", number=value) if value else ""
        case FieldType.BODIES:
            return "、".join(bodies.get(each, "") for each in value or ())
    return value or ""


def state_in_words(value: Any) -> str:
    """Return the label of a record's state for its change history."""
    return label(RecordState(value)) if value else ""
