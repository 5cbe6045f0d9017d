"""What every view stands on: who is looking, one verb a request, one commit."""

import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import current_app, flash, g, redirect, request
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import celery, db
from app.security import guard
from app.security.viewer import Viewer
from app.services import audit, sweep_requests
from app.services.links import Links

P = ParamSpec("P")
T = TypeVar("T")
CASE = "case_at_hand"
"""Of `g`: the id of the case whose page this is. What is refused there, no office learns of."""
log = logging.getLogger(__name__)


class View(BaseView):
    """A view of ours: permissions by FAB's decorators, templates named in full."""

    template_folder = None
    default_view = "index"


def viewer() -> Viewer:
    """On whose behalf the request is made."""
    actor: Viewer = g.viewer
    return actor


def links() -> Links:
    """Addresses for letters: the configured base, or the address this request came to."""
    base = current_app.config["BASE_URL"] or request.url_root
    settings = current_app.config
    return Links(base.rstrip("/"), settings["SECRET_KEY"], settings["MAILBOX"])


def run(verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out one service verb for the viewer and commit once; then ring the sweep's bell.

    What the verb raises goes on to the caller after the rollback, and the refused attempt is
    recorded in a transaction of its own. Two requests that made the same row: the later is stale.
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
        wake()
    return result


def run_as_system(
    verb: Callable[Concatenate[Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """`run` for someone without an account: a public form, a secret link, a log-in not yet done."""
    with guard.acting_as_system(db.session()):
        return run(verb, *args, **kwargs)


def act(
    verb: Callable[Concatenate[Viewer, P], Any],
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """`run` for a button: what forbids it is shown as a message. Returns whether it was done."""
    try:
        run(verb, *args, **kwargs)
    except RuleViolation as refusal:
        flash(with_article(refusal), "danger")
    except StaleState as stale:
        flash(stale.message, "warning")
    else:
        return True
    return False


def done(message: str, url: str) -> Response:
    """Say what was done, and go on."""
    flash(message, "success")
    return redirect(url, 303)


def with_article(refusal: RuleViolation) -> str:
    """The refusal's message with the article it rests on."""
    if refusal.article is None:
        return refusal.message
    return _("%(message)s (%(article)s)", message=refusal.message, article=str(refusal.article))


def wake() -> None:
    """Ring the bell for the sweep. The truth lies in the outbox: a bell unheard costs a minute."""
    try:
        celery.send_task("outbox.sweep", retry=False)
    except Exception:
        log.warning("the broker did not take the wake-up call; the sweep comes by itself")


def _record(actor: Viewer, action: str, refusal: Exception) -> None:
    db.session.rollback()
    sweep_requests.take()
    reason = str(refusal) or type(refusal).__name__
    page, case_id = request.endpoint or "", g.get(CASE)
    audit.record_refusal(actor, f"refused:{action}"[:60], page, reason, case_id=case_id)
    db.session.commit()
