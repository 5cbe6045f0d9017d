"""Normalisation of typed values, and validation of required fields."""

from typing import Any

from stdnum.jp import cn
from wtforms import Field, Form
from wtforms.validators import StopValidation

from app.rules.common.identifiers import normalise_corporate_number
from app.rules.common.normalise import Normalise, katakana, line, url
from app.rules.common.text import is_blank

__all__ = ["Filled", "Normalise", "corporate_number", "katakana", "line", "plain", "url"]

LONGEST = 10_000


class Filled:
    """Validator of required fields (※必須): sent, and not blank once normalised.

    WTForms' own ones take a blank that a field reads as None, and a tick sent as "false".
    """

    field_flags = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        is_sent = field.raw_data != []
        if not (is_sent and _is_filled(field.data)) and not field.errors:
            raise StopValidation(self.message or field.gettext("This field is required."))


def _is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return not is_blank(value)
    return bool(value) or (value == 0 and value is not False)


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
