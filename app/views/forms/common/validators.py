"""Normalisation of typed values, and validation of required fields."""

from stdnum.jp import cn
from wtforms import Field, Form
from wtforms.validators import StopValidation

from app.rules.common.identifiers import normalise_corporate_number
from app.rules.common.normalise import Normalise, katakana, line, url

__all__ = ["Filled", "Normalise", "corporate_number", "katakana", "line", "plain", "url"]

LONGEST = 10_000


class Filled:
    """Validator of required fields: the input must not be blank (※必須)."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        if isinstance(field.data, str) and field.data.strip():
            return
        if field.data and not isinstance(field.data, str):
            return
        if not field.errors:
            raise StopValidation(field.gettext("This field is required."))


def plain(form: Form, field: Field) -> None:
    """Require one line without control characters, in FAB's forms made from columns."""
    try:
        line(field.data or "", limit=LONGEST)
    except ValueError as fault:
        raise StopValidation(str(fault)) from fault


def corporate_number(text: str) -> str:
    """Return a 法人番号 whose check digit is valid by the rules here and by python-stdnum."""
    digits = normalise_corporate_number(text)
    if not cn.is_valid(digits):
        raise ValueError("法人番号の検査用数字が合いません。番号を確かめて入力し直してください。")
    return digits
