"""The form of a register's entry, made from the declared fields."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field
from wtforms.validators import NumberRange, Optional

from app.models.registers.entry import RegisterModel
from app.rules.common.field import NULLABLE, Kind, empty
from app.rules.membership.roster import Tier
from app.rules.registers.schema import RegisterField
from app.services.registers import owners
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LineField, choices_of
from app.views.forms.common.kinds import controls, unbound
from app.views.forms.common.validators import Filled

Shown = tuple[Field, dict[str, Any]]
"""A form's field with the arguments of its control."""


def _files() -> MultipleFileField:
    return MultipleFileField(_l("Files (PDF, PNG, JPEG or text, up to 10 MB)"))


class FilesForm(FlaskForm):  # type: ignore[misc]
    """Files that are added to an entry."""

    files = _files()

    def uploads(self) -> list[tuple[str, bytes]]:
        """Return name and content of what was sent."""
        return [(sent.filename, sent.read()) for sent in self.files.data or ()]


class EntryForm(EditForm):
    """Base: `entry_form` adds the fields."""

    declared: tuple[RegisterField, ...] = ()

    def values(self) -> dict[str, Any]:
        """Return the values of a valid form, as an entry holds them."""
        found = {field.key: _value(field, self[field.key].data) for field in self.declared}
        if "tier" in self:
            found["tier"] = Tier(self.tier.data)
        if "organisation_id" in self:
            found["organisation_id"] = int(self.organisation_id.data or 0) or None
        return found

    def uploads(self) -> list[tuple[str, bytes]]:
        """Return name and content of the files sent, none in a register without files."""
        return FilesForm.uploads(self) if "files" in self else []

    @property
    def sections(self) -> list[tuple[str, list[Shown]]]:
        """(English title, fields with their controls) in order; the first may be without title."""
        found: list[tuple[str, list[Shown]]] = []
        for field in self.declared:
            if field.section or not found:
                found.append((field.section, []))
            unit = {"suffix": field.unit} if field.unit else {}
            found[-1][1].append((self[field.key], controls(field) | unit))
        return found

    @property
    def folds(self) -> dict[str, bool]:
        """Sections that fold (English title), and whether something in them has to be seen."""
        rare = {field.section for field in self.declared if field.is_folded}
        return {
            title: any(field.data or field.errors for field, _controls in shown)
            for title, shown in self.sections
            if title in rare
        }


def entry_form(
    model: RegisterModel,
    fields: tuple[RegisterField, ...],
    choices: Any,
    *,
    is_staff: bool,
) -> type[EntryForm]:
    """Return the form for these fields of a register. choices: field → what is offered, or None."""
    register = model.register
    made: dict[str, Any] = {"declared": fields}
    for field in fields:
        made[field.key] = unbound(field, choices=choices(field), validators=_validators(field))
    if register.files:
        made["files"] = _files()
    if register.has_tiers and register.tier_is_entered:
        made["tier"] = ChoiceField(
            _l("Visible to"),
            [Filled()],
            choices=lambda: choices_of(register.tiers, label),
            default=register.tiers[0].value,
        )
    if is_staff and register.owned:
        made["organisation_id"] = ChoiceField(
            _l("Kept by"),
            choices=lambda: [("", _l("The secretariat")), *owners.offered()],
            description=_l("A member that keeps the entry up to date itself."),
        )
    return type(f"{model.__name__}Form", (EntryForm,), made)


class RetireForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is taken out."""

    reason = LineField(_l("Reason"), [Filled()], limit=300, id="retire-reason")


def _validators(field: RegisterField) -> list[Any]:
    found: list[Any] = [Filled()] if field.required and field.kind is not Kind.FLAG else []
    if field.kind is Kind.WHOLE and (field.least is not None or field.most is not None):
        found += [] if field.required else [Optional()]
        found.append(NumberRange(field.least, field.most))
    return found


def _value(field: RegisterField, data: Any) -> Any:
    if field.kind in NULLABLE and data in (None, ""):
        return None
    if field.kind is Kind.CHOICE and field.choices is not None:
        return field.choices(data)
    return empty(field.kind) if data is None else data
