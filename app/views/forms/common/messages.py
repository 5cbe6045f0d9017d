"""Error messages of fields, which explain how to correct the input.

They replace WTForms' own Japanese messages (「このフィールドは必須です。」) on every form,
Flask-AppBuilder's included.
"""

from typing import Any

from flask_appbuilder.security import decorators
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

MESSAGES: dict[str, LazyString] = {
    "This field is required.": _l("Enter or select a value."),
    "Invalid email address.": _l("Enter the e-mail address in the form name@example.jp."),
    "Invalid URL.": _l("Enter the full address, beginning with https://."),
    "Not a valid choice.": _l("Choose one of the options shown."),
    "Not a valid choice": _l("Choose one of the options shown."),
    "Invalid Choice: could not coerce.": _l("Choose one of the options shown."),
    "Not a valid integer value.": _l("Enter a whole number."),
    "Not a valid decimal value.": _l("Enter a number."),
    "Not a valid float value.": _l("Enter a number."),
    "Not a valid date value.": _l("Enter a valid date, such as 2026-04-01."),
    "Not a valid datetime value.": _l("Enter a date and time, such as 2026-04-01 13:30."),
    "Not a valid time value.": _l("Enter a time, such as 13:30."),
    "Field cannot be longer than %(max)d character.": _l("Enter at most %(max)d characters."),
    "Field must be at least %(min)d character long.": _l("Enter at least %(min)d characters."),
    "Field must be exactly %(max)d character long.": _l("Enter exactly %(max)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Enter %(min)d to %(max)d characters."
    ),
    "Number must be at least %(min)s.": _l("Enter a number of %(min)s or more."),
    "Number must be at most %(max)s.": _l("Enter a number of %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": _l(
        "Enter a number between %(min)s and %(max)s."
    ),
    "Field must be equal to %(other_name)s.": _l("Enter the same value in both fields."),
    "Invalid input.": _l("Use only the characters named in the description."),
    "File does not have an approved extension: {extensions}": _l(
        "Choose a file of one of these types: {extensions}"
    ),
    "Already exists.": _l("This is already registered. Enter another value."),
}


class Messages:
    """The interface of WTForms for translations. Texts without a message of ours stay."""

    def gettext(self, text: str) -> str:
        return str(MESSAGES.get(text, text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(MESSAGES.get(singular, singular if n == 1 else plural))


def install() -> None:
    """Use these messages in every FlaskForm, and ask visitors to log in where access is denied."""
    messages = Messages()

    def get_translations(_meta: Any, _form: Any) -> Messages:
        return messages

    FlaskForm.Meta.get_translations = get_translations
    decorators.FLAMSG_ERR_SEC_ACCESS_DENIED = _l("Log in to open this page.")
