"""A service verb behind a form: a refusal is shown above the form, with its input preserved."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask_wtf import FlaskForm

from app.errors import RuleViolation, StaleState
from app.security.viewer import Viewer
from app.views.common.base import run, with_article

P = ParamSpec("P")
T = TypeVar("T")


def run_for_form(
    form: FlaskForm, verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Run the verb; return None after a refusal, whose message is shown in the form."""
    try:
        return run(verb, *args, **kwargs)
    except RuleViolation as refusal:
        message: Any = with_article(refusal)
        if refusal.field in form:
            field = form[refusal.field]
            field.errors = [*field.errors, *message.splitlines()]
            return None
    except StaleState as stale:
        message = stale.message
    form.form_errors.append(message)
    return None
