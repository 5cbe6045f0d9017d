"""Error pages."""

import logging

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.security.case_keys import KeyDestroyed
from app.views.common import preserved_forms

CODES = (400, 403, 404, 405, 409, 413, 422, 429)
NO_PAGE = "ただいまサービスを利用できません。しばらくしてから、もう一度お試しください。"
Answer = tuple[str, int]
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Register a page for every error. An object of others gets the response of a missing one."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(RuleViolation, rule_violation)
    app.register_error_handler(StaleState, stale_state)
    app.register_error_handler(NotPermitted, not_found)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(KeyDestroyed, erased)
    app.register_error_handler(500, server_error)


def http_error(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400 or isinstance(error, SecurityError):
        return error  # untrusted host name: a page's URLs cannot be built
    shown = code if code in CODES else (400 if code < 500 else 500)
    db.session.rollback()
    return render_template(f"errors/{shown}.html"), code


def csrf_error(_error: CSRFError) -> Answer | Response:
    return preserved_forms.preserve() or (render_template("errors/400.html", expired=True), 400)


def rule_violation(error: RuleViolation) -> Answer:
    page = render_template("errors/422.html", message=error.message, article=error.article)
    return page, 422


def stale_state(error: StaleState) -> Answer:
    return render_template("errors/409.html", message=error.message), 409


def not_found(_error: Exception) -> Answer:
    db.session.rollback()
    return render_template("errors/404.html"), 404


def erased(_error: KeyDestroyed) -> Answer:
    """Return 410. Only participants of the case get here: for others it does not exist."""
    db.session.rollback()
    return render_template("errors/410.html"), 410


def server_error(_error: Exception) -> Answer:
    """Return a page that needs no database, or plain text if not even the session can be read."""
    try:
        db.session.rollback()
        return render_template("errors/500.html"), 500
    except Exception:
        log.exception("rendering the error page failed, too")
        return NO_PAGE, 500
