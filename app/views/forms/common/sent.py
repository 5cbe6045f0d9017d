"""What a form reads of a request: texts, files for its file fields, no JSON; a blank is nothing."""

from collections.abc import Iterator
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import FileField, Form

from app.rules.common.text import is_blank


def install() -> None:
    """Let every FlaskForm read this.

    By itself Flask-WTF gives any field a file, or any type out of JSON, and WTForms takes back its
    errors about a blank in an optional field, but leaves the blank.
    """
    FlaskForm.Meta.wrap_formdata = read


def read(_meta: Any, form: FlaskForm, formdata: Any) -> MultiDict[str, Any] | None:
    """Return what was sent to the form; None where nothing was."""
    if formdata is _Auto:
        formdata = MultiDict(_sent(form)) if form.is_submitted() else None
    return None if formdata is None else _without_blanks(formdata)


class FilterForm(Form):  # type: ignore[misc]
    """A form of a list, filled in from the query."""

    class Meta:
        """Reads as other forms do."""

        def wrap_formdata(self, _form: Form, formdata: Any) -> MultiDict[str, Any]:
            """Return the query."""
            return _without_blanks(formdata)


def _without_blanks(formdata: Any) -> MultiDict[str, Any]:
    return MultiDict(
        (name, "" if isinstance(value, str) and is_blank(value) else value)
        for name, value in formdata.items(multi=True)
    )


def _sent(form: FlaskForm) -> Iterator[tuple[str, Any]]:
    taken = {field.name for field in form if isinstance(field, FileField)}
    yield from (pair for pair in request.files.items(multi=True) if pair[0] in taken)
    yield from request.form.items(multi=True)


def number(typed: str) -> int | None:
    """Return an id sent by a page; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def ticked(field: str) -> list[int]:
    """Return the ids of the boxes of this name that are ticked."""
    return [each for each in map(number, request.form.getlist(field)) if each is not None]
