"""Error pages."""

import logging
from contextlib import suppress

from flask import Flask, render_template, session
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError
from werkzeug.wrappers import Response

from app import logs
from app.database import UNAVAILABLE
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.security.case_keys import KeyDestroyed
from app.services.common import settings
from app.views.common import preserved_forms, problems

CODES = (400, 403, 404, 405, 409, 413, 422, 429)
NO_PAGE = "ただいまサービスを利用できません。しばらくしてから、もう一度お試しください。"
RETRY_AFTER = "30"
"""Seconds after which a browser or a proxy may try again while the database is away."""
Answer = tuple[str, int] | Response
Headers = dict[str, str]
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
    for away in UNAVAILABLE:
        app.register_error_handler(away, unavailable)
    app.register_error_handler(500, server_error)


def http_error(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < 400 or isinstance(error, SecurityError | BadHost):
        return error  # untrusted or impossible host name: a page's URLs cannot be built
    shown = code if code in CODES else (400 if code < 500 else 500)
    db.session.rollback()
    if problems.wanted():
        return problems.answer(code, headers=error.get_headers())
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
    return problems.answer(404) if problems.wanted() else (render_template("errors/404.html"), 404)


def erased(_error: KeyDestroyed) -> Answer:
    """Return 410. Only participants of the case get here: for others it does not exist."""
    db.session.rollback()
    return render_template("errors/410.html"), 410


def unavailable(error: Exception) -> tuple[str, int, Headers] | Response:
    """Return 503: the database does not answer, or has lost the connection meanwhile."""
    log.error(
        "the database does not answer", exc_info=error, extra={"cause": _code_of_driver(error)}
    )
    with suppress(SQLAlchemyError):
        db.session.rollback()
    if problems.wanted():
        return problems.answer(503, headers=[("Retry-After", RETRY_AFTER)])
    settings.use(getattr(session, "settings", None) or {})  # the page asks for no others
    return (*_page_without_database(503), {"Retry-After": RETRY_AFTER})


def _code_of_driver(error: Exception) -> str | None:
    """Return the driver's name of the error, such as that of a full disk; its text may quote values."""
    original = getattr(error, "orig", None)
    return getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)


def server_error(error: Exception) -> Answer | tuple[str, int, Headers]:
    """Return a page that needs no database."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, UNAVAILABLE):  # raised outside the view, as at the session's end
        return unavailable(cause)
    with suppress(SQLAlchemyError):
        db.session.rollback()
    return problems.answer(500) if problems.wanted() else _page_without_database(500)


def _page_without_database(code: int) -> Answer:
    try:
        return render_template(f"errors/{code}.html"), code
    except Exception:
        log.exception("rendering the error page failed, too")
        return f"{NO_PAGE}（{logs.request_number.get()}）", code
