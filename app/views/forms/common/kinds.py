"""The form field of each kind of declared field (app/rules/common/field.py)."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, TimeField
from wtforms.validators import Optional

from app.rules.common.field import Field as DeclaredField
from app.rules.common.field import Kind
from app.views.forms.common import fields

Choices = Callable[[], list[tuple[Any, str]]]
_CLASSES: Mapping[Kind, type[Field]] = {
    Kind.LINE: fields.LineField,
    Kind.LINES: fields.LinesField,
    Kind.KANA: fields.KanaField,
    Kind.PHONE: fields.PhoneField,
    Kind.MAIL: fields.MailField,
    Kind.WEB: fields.WebField,
    Kind.POSTAL_CODE: fields.PostalCodeField,
    Kind.CORPORATE_NUMBER: fields.CorporateNumberField,
    Kind.YEAR: fields.YearField,
    Kind.FISCAL_YEAR: fields.FiscalYearField,
    Kind.WHOLE: fields.CountField,
    Kind.DAY: fields.DayField,
    Kind.TIME: TimeField,
    Kind.FLAG: BooleanField,
    Kind.ORGANISATION_KIND: fields.ChoiceField,
    Kind.CHOICE: fields.ChoiceField,
    Kind.CHOICES: fields.ChoicesField,
    Kind.MUNICIPALITY: fields.ChoiceField,
    Kind.MUNICIPALITIES: fields.ChoicesField,
    Kind.ACTIVITY_FIELDS: fields.ChoicesField,
    Kind.REFERENCE: fields.ChoiceField,
}
CHOICES: Mapping[Kind, Choices] = {
    Kind.MUNICIPALITY: fields.municipalities,
    Kind.MUNICIPALITIES: lambda: fields.municipalities()[1:],
    Kind.ACTIVITY_FIELDS: fields.activity_fields,
    Kind.FISCAL_YEAR: fields.fiscal_years,
}
"""What the kinds that need no declared choices offer."""
_OPTIONAL = (Kind.WHOLE, Kind.TIME)
"""Kinds of WTForms' own, which take an empty input for a fault."""
_CONTROLS: Mapping[Kind, dict[str, Any]] = {
    Kind.LINES: {"rows": 5},
    Kind.PHONE: {"width": 16},
    Kind.POSTAL_CODE: {"width": 8, "inputmode": "numeric"},
    Kind.CORPORATE_NUMBER: {"width": 16, "inputmode": "numeric"},
    Kind.YEAR: {"width": 8},
    Kind.WHOLE: {"width": 8},
    Kind.CHOICES: {"columns": True},
    Kind.MUNICIPALITIES: {"columns": True},
    Kind.ACTIVITY_FIELDS: {"columns": True},
}
"""How the form shows a kind: arguments of components/field.html."""


def unbound(
    field: DeclaredField, *, choices: Choices | None = None, validators: Any = None
) -> Field:
    """Return the form's field, not yet bound to a form. choices: of a kind that has none by itself."""
    options: dict[str, Any] = {}
    offered = choices or CHOICES.get(field.kind)
    if offered is not None:
        options["choices"] = offered
    elif field.limit:
        options["limit"] = field.limit
    if field.kind in _OPTIONAL and not validators:
        validators = [Optional()]
    return _CLASSES[field.kind](_l(field.english), validators or (), **options)


def controls(field: DeclaredField) -> dict[str, Any]:
    """Return how the form shows a field: the arguments of components/field.html."""
    found = dict(_CONTROLS.get(field.kind, {}))
    if field.hint:
        found["hint"] = _(field.hint)
    if field.narrow:
        found["width"] = 16
    if field.autocomplete:
        found["autocomplete"] = field.autocomplete
    return found
