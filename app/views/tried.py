"""A verb behind a form: what forbids it stands above the form, with what was typed still in it."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask_wtf import FlaskForm

from app.errors import RuleViolation, StaleState
from app.security.viewer import Viewer
from app.views.base import run, with_article

P = ParamSpec("P")
T = TypeVar("T")


def tried(
    form: FlaskForm, verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Carry out the verb; None when it was refused, and then the form says why."""
    try:
        return run(verb, *args, **kwargs)
    except RuleViolation as refusal:
        message: Any = with_article(refusal)
    except StaleState as stale:
        message = stale.message
    form.form_errors.append(message)
    return None
