"""A form reduced to one field (`?field=`): the others travel along hidden, so that it is the same form."""

from collections.abc import Collection, Iterator

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, SubmitField

NOT_CARRIED = (FileField, HiddenField, SubmitField)


def only(form: FlaskForm) -> str:
    """Return the field that alone is shown; "" for the whole form, as when another one is wrong."""
    name = request.args.get("field", "")
    wrong = set(form.errors) - {name, None}
    return name if name in form and not wrong else ""


def carried(form: FlaskForm, shown: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each control of the other fields, as a browser would send them."""
    for field in form:
        if field.short_name in shown or isinstance(field, NOT_CARRIED):
            continue
        if isinstance(field, BooleanField):
            if field.data:
                yield field.name, "y"
        elif hasattr(field, "iter_choices"):
            yield from ((field.name, choice[0]) for choice in field.iter_choices() if choice[2])
        else:
            yield field.name, field._value()
