"""How typed values are brought into their stored form (rules/typed.py), and what must be filled in."""

from stdnum.jp import cn
from wtforms import Field, Form
from wtforms.validators import StopValidation

from app.rules.identifiers import normalise_corporate_number
from app.rules.typed import Normalise, katakana, line, url

__all__ = ["Filled", "Normalise", "corporate_number", "katakana", "line", "url"]


class Filled:
    """Something other than blanks was typed or chosen (※必須)."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        if isinstance(field.data, str) and field.data.strip():
            return
        if field.data and not isinstance(field.data, str):
            return
        if not field.errors:
            raise StopValidation(field.gettext("This field is required."))


def corporate_number(text: str) -> str:
    """法人番号, its check digit found right by our own rule and by python-stdnum."""
    digits = normalise_corporate_number(text)
    if not cn.is_valid(digits):
        raise ValueError("法人番号の検査用数字が合いません。番号を確かめて入力し直してください。")
    return digits
