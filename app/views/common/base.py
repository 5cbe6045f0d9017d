"""Base of every view: the viewer, one service verb a request, one commit."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import current_app, flash, g, redirect, request
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from app import bell
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.security import guard
from app.security.viewer import Viewer
from app.services.common import audit, sweep_requests
from app.services.common.links import Links

P = ParamSpec("P")
T = TypeVar("T")
CASE = "case_at_hand"
"""Key of `g`: id of the page's case, whose refusals secretariat and administrators cannot see."""


class View(BaseView):
    """A view of this application: permissions by FAB's decorators, templates named in full."""

    template_folder = None
    default_view = "index"
    stands_under = ""
    """The view whose menu entry the pages belong to, where no address of the menu begins theirs."""


def viewer() -> Viewer:
    """Return the actor of the request."""
    actor: Viewer = g.viewer
    return actor


def links() -> Links:
    """Return the links for letters, based on the configured URL or else that of the request."""
    base = current_app.config["BASE_URL"] or request.url_root
    settings = current_app.config
    return Links(base.rstrip("/"), settings["SECRET_KEY"], settings["MAILBOX"])


def run(verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run one service verb for the viewer, commit once, then enqueue the sweep if it wrote letters.

    An exception of the verb is re-raised after the rollback, and the refused attempt is recorded
    in a transaction of its own. If two requests create the same row, the later one is stale.
    """
    actor = viewer()
    try:
        result = verb(actor, *args, **kwargs)
        letters = sweep_requests.take()
        db.session.commit()
    except (RuleViolation, StaleState, NotPermitted) as refusal:
        _record(actor, verb.__qualname__, refusal)
        raise
    except IntegrityError as error:
        db.session.rollback()
        raise StaleState(
            "同じ内容がすでに登録されています。画面を開き直して確かめてください。"
        ) from error
    if letters:
        bell.ring("outbox.sweep")
    return result


def run_as_system(
    verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a verb without an account: for public forms, secret links and unfinished log-ins."""
    with guard.acting_as_system(db.session()):
        return run(verb, *args, **kwargs)


def run_or_flash(
    verb: Callable[Concatenate[Viewer, P], Any],
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Run a verb for a button; show a refusal as a message. Return whether it succeeded."""
    try:
        run(verb, *args, **kwargs)
    except (RuleViolation, StaleState) as refusal:
        flash_refusal(refusal)
        return False
    return True


def flash_refusal(refusal: RuleViolation | StaleState) -> None:
    """Show a refusal as a message."""
    if isinstance(refusal, RuleViolation):
        flash(with_article(refusal), "danger")
    else:
        flash(refusal.message, "warning")


def redirect_with_success(message: str, url: str) -> Response:
    """Show a success message and redirect."""
    flash(message, "success")
    return redirect(url, 303)


def with_article(refusal: RuleViolation) -> str:
    """Return the refusal's message with the article it is based on."""
    if refusal.article is None:
        return refusal.message
    return _("%(message)s (%(article)s)", message=refusal.message, article=str(refusal.article))


def _record(actor: Viewer, action: str, refusal: Exception) -> None:
    db.session.rollback()
    sweep_requests.take()
    reason = str(refusal) or type(refusal).__name__
    page, case_id = request.endpoint or "", g.get(CASE)
    audit.record_refusal(actor, f"refused:{action}"[:60], page, reason, case_id=case_id)
    db.session.commit()
