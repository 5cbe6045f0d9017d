"""Log-in after authentication: the second factor if there is one, then a new session."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app, redirect, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from app import clock
from app.models.accounts.user import Account
from app.security import cookies, devices
from app.security.sessions import ServerSession
from app.services.accounts import authentication as log_ins
from app.services.accounts import mailed_code
from app.views.accounts import authentication
from app.views.common import newness, preserved_forms
from app.views.common.base import run_as_system
from app.views.common.locale import remember
from app.views.common.urls import safe_next

WAITING = "waiting_for_code"
"""Session key: the account that has given its password but not yet the code."""
PROVED_AT = "proved_at"
"""Session key: time of the last authentication."""
SECOND_FACTOR = "second_factor"
"""Session key: `totp`, `directory`, `mail`, or `skipped` in the demonstration."""
WAIT = timedelta(minutes=10)
RECENT = timedelta(minutes=10)


def server_session() -> ServerSession:
    """Return the session of this request."""
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]


def enter(account: Account, *, by: str, target: str, factor: str = "") -> Response:
    """Continue after password or directory: ask for the code, or log in.

    by: method for the audit trail; target: redirect after the log-in; factor: second factor that
    has already been given.
    """
    by_mail = not factor and mailed_code.is_asked(account)
    if by_mail or (account.totp_secret is not None and not factor):
        mailed = ""
        if by_mail:
            mailed = run_as_system(mailed_code.send, account.id, authentication.sealer())
        _start_session()
        session[WAITING] = {
            "account_id": account.id,
            "since": clock.now().isoformat(),
            "by": by,
            "target": target,
            "mailed": mailed,
        }
        return redirect(url_for("LoginView.code"), 303)
    return complete(account.id, by=by, target=target, factor=factor)


def waiting() -> dict[str, Any] | None:
    """Return the pending log-in that needs a code; None if there is none or it has expired."""
    found: dict[str, Any] | None = session.get(WAITING)
    if found is None or clock.now() - datetime.fromisoformat(found["since"]) > WAIT:
        return None
    return found


def complete(
    account_id: int, *, by: str, target: str, factor: str, since: datetime | None = None
) -> Response:
    """Log the person in: a new session, a known device, their chosen language.

    since: time of the first of two steps.
    """
    account, before = run_as_system(log_ins.log_in, account_id, by=by, since=since)
    _start_session()
    login_user(account)
    newness.remember(before)
    session[SECOND_FACTOR] = factor
    record_authentication()
    response = redirect(safe_next(target), 303)
    know_device(response, account.id)
    if account.locale:
        remember(response, account.locale)
    return response


def _start_session() -> None:
    """Start a new session, against session fixation. Input preserved from the last one stays."""
    held = preserved_forms.carried_over()
    session.clear()
    server_session().regenerate(restart=True)
    session.update(held)


def log_in_address() -> str:
    """Return the URL of the log-in."""
    return url_for("LoginView.login")


def account_address() -> str:
    """Return the URL of the user's own account."""
    return url_for("AccountView.show")


def record_authentication() -> None:
    """Record the time of an authentication."""
    session[PROVED_AT] = clock.now().isoformat()


def authenticated_recently() -> bool:
    """Whether the user has authenticated within the last ten minutes."""
    at = session.get(PROVED_AT)
    return at is not None and clock.now() - datetime.fromisoformat(at) <= RECENT


def came_by_directory_recently() -> bool:
    """Whether the directory and its second factor admitted the user within ten minutes."""
    began_at = server_session().began_at
    by_directory = session.get(SECOND_FACTOR) == "directory"
    return by_directory and began_at is not None and clock.now() - began_at <= RECENT


def know_device(response: Response, account_id: int) -> None:
    """Set the cookie of a known device in the browser, once for each account."""
    known = devices.issue(current_app.config["SECRET_KEY"], account_id)
    cookies.store(response, devices.COOKIE, known, life=devices.LIFE)
