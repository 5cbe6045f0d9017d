"""Check before every request: users without a required second factor are sent to set it up."""

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.security.identity import SECOND_FACTOR_ROLES
from app.views.accounts import log_in

OPEN = frozenset(
    {
        "static",
        "appbuilder.static",
        "health.alive",
        "health.ready",
        "LocaleView.choose",
        "LoginView.logout",
        "ReauthenticationView.ask",
        "SecondFactorView.set_up",
        "SecondFactorView.skip",
        "DirectoryView.start",
        "DirectoryView.arrive",
    }
)
"""Endpoints available without the required second factor."""


def register(app: Flask) -> None:
    """Run the check before every view. Enforced here, so that no view can omit it."""
    app.before_request(second_factor_first)


def second_factor_first() -> Response | None:
    """Redirect to the set-up if the user needs a second factor and logged in without one."""
    if not current_user.is_authenticated or g.viewer.roles.isdisjoint(SECOND_FACTOR_ROLES):
        return None
    came_with = session.get(log_in.SECOND_FACTOR)
    if came_with == "mail" or (came_with == "skipped" and not current_app.config["DEMONSTRATION"]):
        came_with = None
    if came_with or request.endpoint is None or request.endpoint in OPEN:
        return None
    return redirect(url_for("SecondFactorView.set_up"), 303)
