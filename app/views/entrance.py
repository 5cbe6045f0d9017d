"""The way in, once it is proved who someone is: a second factor if there is one, a new session."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app, redirect, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from app import clock
from app.models.user import Account
from app.security import devices
from app.security.sessions import ServerSession
from app.services import authentication
from app.views import kept
from app.views.base import run_as_system
from app.views.locale import remember
from app.views.urls import safe_next

WAITING = "waiting_for_code"
"""Session: who has given the password and not yet the code."""
PROVED_AT = "proved_at"
"""Session: when it was last proved who this is."""
SECOND_FACTOR = "second_factor"
"""Session: `totp`, `directory`, or `skipped` in the demonstration."""
WAIT = timedelta(minutes=10)
RECENT = timedelta(minutes=10)


def server_session() -> ServerSession:
    """The session of this request."""
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]


def enter(account: Account, *, by: str, target: str, factor: str = "") -> Response:
    """Go on after password or directory: to the code, or in.

    by: goes into the audit trail; target: where to go then; factor: what stands for the second
    factor already.
    """
    if account.totp_secret is not None and not factor:
        _begin_anew()
        session[WAITING] = {
            "account_id": account.id,
            "since": clock.now().isoformat(),
            "by": by,
            "target": target,
        }
        return redirect(url_for("LoginView.code"), 303)
    return complete(account.id, by=by, target=target, factor=factor)


def waiting() -> dict[str, Any] | None:
    """Who has yet to give a code; None when nobody has, or took too long."""
    found: dict[str, Any] | None = session.get(WAITING)
    if found is None or clock.now() - datetime.fromisoformat(found["since"]) > WAIT:
        return None
    return found


def complete(
    account_id: int, *, by: str, target: str, factor: str, since: datetime | None = None
) -> Response:
    """Let the person in: a new session, a known device, the language it chose.

    since: when the first of two steps was taken.
    """
    account = run_as_system(authentication.log_in, account_id, by=by, since=since)
    _begin_anew()
    login_user(account)
    session[SECOND_FACTOR] = factor
    prove()
    response = redirect(safe_next(target), 303)
    know_device(response, account.id)
    if account.locale:
        remember(response, account.locale)
    return response


def _begin_anew() -> None:
    """Another session, against one planted before. What was typed when the last one ended stays."""
    held = kept.carried_over()
    session.clear()
    server_session().regenerate(anew=True)
    session.update(held)


def log_in_address() -> str:
    """Where one logs in."""
    return url_for("LoginView.login")


def account_address() -> str:
    """The page of one's own account."""
    return url_for("AccountView.show")


def prove() -> None:
    """Note that it was proved just now who this is."""
    session[PROVED_AT] = clock.now().isoformat()


def was_proved_recently() -> bool:
    """Whether that was so within the last ten minutes."""
    at = session.get(PROVED_AT)
    return at is not None and clock.now() - datetime.fromisoformat(at) <= RECENT


def came_by_directory_recently() -> bool:
    """Whether the directory has let the person in, with its second factor, within ten minutes."""
    began_at = server_session().began_at
    by_directory = session.get(SECOND_FACTOR) == "directory"
    return by_directory and began_at is not None and clock.now() - began_at <= RECENT


def know_device(response: Response, account_id: int) -> None:
    """Give the browser the cookie of a known device, once for each account."""
    response.set_cookie(
        devices.COOKIE,
        devices.issue(current_app.config["SECRET_KEY"], account_id),
        max_age=devices.LIFE,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
