"""The secretariat's settings: one form a section, made from their table."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation
from wtforms.widgets import EmailInput, TelInput

from app.rules.common.office_settings import OFFICE_SETTINGS, Kind, OfficeSetting, Section, check
from app.views.forms.common.fields import CountField

WIDGETS = {Kind.PHONE: TelInput(), Kind.EMAIL: EmailInput()}


class Checked:
    """Validator that asks the table; the input stays as it is where it is refused."""

    def __init__(self, setting: OfficeSetting) -> None:
        self.setting = setting
        self.field_flags = (
            {"required": True} if setting.required or setting.kind is Kind.NUMBER else {}
        )

    def __call__(self, form: Form, field: Field) -> None:
        try:
            field.data = check(self.setting, field.data)
        except ValueError as fault:
            raise StopValidation(str(fault)) from fault


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """The settings of one section. seen: what they were when the page was opened."""

    seen = HiddenField()


def form_of(section: Section) -> type[SettingsForm]:
    """Return the form of a section."""
    fields = {each.key: _field(each) for each in OFFICE_SETTINGS if each.section is section}
    return type("SettingsForm", (SettingsForm,), fields)


def _field(setting: OfficeSetting) -> Any:
    said = {"validators": [Checked(setting)], "description": setting.hint}
    if setting.kind is Kind.NUMBER:
        return CountField(setting.name, **said)
    if setting.kind is Kind.CHOICE:
        assert setting.choices is not None
        offered = [(each.value, each.label) for each in setting.choices]
        return RadioField(setting.name, choices=offered, validate_choice=False, **said)
    if setting.kind in (Kind.LINES, Kind.HOSTS):
        return TextAreaField(setting.name, **said)
    widget = WIDGETS.get(setting.kind)
    return StringField(setting.name, **said, **({"widget": widget} if widget else {}))
