"""Forms that change a stored row: two people who open one, and forms that forgot to compare."""

import json
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.support.client import PlatformClient
from tests.support.forms import Form, read_forms

MARK = "opened"
OWN_DRAFT = "a draft in one browser; its check page refuses what has changed since"
NEW = "adds a row; the values shown are defaults"


Value = str | list[str] | Callable[[str], str]
"""A value, the values of ticked boxes, or what becomes of the value shown."""


class Edit(NamedTuple):
    """A field of an edit form and two values for it."""

    field: str
    first: Value
    second: Value
    more: dict[str, str] = {}
    """What the form needs besides."""


class Opened(NamedTuple):
    """An edit form in somebody's browser."""

    path: str
    form: Form

    def value(self, edit: Edit) -> str:
        """Return the field's value."""
        return "".join(self.form.values.get(edit.field, ())).replace("\r\n", "\n").strip()

    def kept_values(self) -> set[str]:
        """Return the values that the form carries besides its fields."""
        (name,) = (each for each in self.form.values if each.rpartition("-")[2] == MARK)
        marks = json.loads(self.form.values[name][0])
        return {value for value, _fingerprint in marks.values() if value is not None}


def opened(answer: TestResponse, action: str) -> Opened:
    """Return the page's edit form that is sent to this path."""
    here = answer.request.path
    found = [
        Opened(target(here, form), form)
        for form in read_forms(answer.text)
        if is_marked(form) and target(here, form) == action
    ]
    assert found, f"{here} has no edit form for {action}"
    return found[0]


def target(page: str, form: Form) -> str:
    """Return the path to which a form of the page is sent."""
    return urlsplit(urljoin(page, form.action or page)).path


def unmarked(app: Flask, answer: TestResponse) -> set[str]:
    """Return the rules of forms on the page that show stored values and carry no mark of them."""
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return set()
    return {
        rule
        for form in read_forms(answer.text)
        if form.method == "post" and form.typed and not is_marked(form)
        if (rule := rule_of(app, target(answer.request.path, form)))
    }


def is_marked(form: Form) -> bool:
    """Whether the form carries what it was opened with."""
    return any(name.rpartition("-")[2] == MARK for name in form.values)


def rule_of(app: Flask, path: str, method: str = "POST") -> str:
    """Return the rule of a path to which a form is sent, "" if none takes it."""
    try:
        rule, _values = app.url_map.bind("localhost").match(path, method=method, return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def typed(value: Value, shown: str) -> str | list[str]:
    """Return what is put into a field that shows this."""
    return value(shown) if callable(value) else value


def sent(client: PlatformClient, form: Opened, edit: Edit, value: str | list[str]) -> TestResponse:
    """Return the response to the form with the field changed, sent as a browser would."""
    data = {**form.form.values, **edit.more, edit.field: value}
    return client.post(form.path, data=data)
