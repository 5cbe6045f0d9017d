"""Log-in through the prefecture's directory (OpenID Connect), if OIDC_ISSUER is set."""

import logging
from typing import Any

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.security.limits import client_address, limiter
from app.services.accounts import directory
from app.views.accounts import log_in
from app.views.common.base import View, links, run_as_system
from app.views.common.urls import safe_next

CLIENT = "platform_directory"
"""Key of `extensions`: client of the directory; absent if none is configured."""
TARGET = "directory_target"
"""Session key: redirect target after the log-in."""
log = logging.getLogger(__name__)


class DirectoryUnavailable(Exception):
    """No response from the directory, or not one of a directory."""


class NotAccepted(Exception):
    """The data from the directory or the visitor do not prove an identity."""


class DirectoryView(View):
    """`/login/directory`."""

    route_base = "/login/directory"
    default_view = "start"

    @expose("/")
    @has_access
    @permission_name("login")
    @limiter.limit("200 per 10 minutes", key_func=client_address)
    def start(self) -> Response:
        """Redirect the visitor to the directory."""
        asked = conversation()
        session[TARGET] = safe_next(request.args.get("next"))
        again = bool(request.args.get("again"))
        try:
            answer: Response = asked.begin(links().directory(), again=again)
        except DirectoryUnavailable:
            return not_reached()
        return answer

    @expose("/arrive")
    @has_access
    @permission_name("login")
    @limiter.limit("200 per 10 minutes", key_func=client_address)
    def arrive(self) -> Response:
        """Handle the visitor's return with a code."""
        asked = conversation()
        target = session.pop(TARGET, "")
        try:
            visitor = read(asked.claims())
        except DirectoryUnavailable:
            return not_reached()
        except NotAccepted:
            log.warning("the directory's response was rejected", exc_info=True)
            flash(_("Login was not completed. Try again."), "danger")
            return redirect(url_for("LoginView.login"), 303)
        account = run_as_system(directory.recognise, visitor)
        if account is None:
            flash(
                _(
                    "No account is registered for your address. Ask the secretariat for an invitation."
                ),
                "danger",
            )
            return redirect(url_for("LoginView.login"), 303)
        strong = visitor.has_second_factor or current_app.config["OIDC_SECOND_FACTOR"]
        factor = "directory" if strong else ""
        return log_in.enter(account, by="directory", target=target, factor=factor)


def conversation() -> Any:
    """Return the client of the configured directory; 404 if there is none."""
    if CLIENT not in current_app.extensions:
        abort(404)
    return current_app.extensions[CLIENT]


def read(claims: dict[str, Any]) -> directory.Visitor:
    """Return the relevant claims. Raises NotAccepted without a subject."""
    if not claims.get("sub"):
        raise NotAccepted("the directory named no subject")
    methods = claims.get("amr")
    return directory.Visitor(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")),
        email_verified=claims.get("email_verified") is True,
        methods=[str(method) for method in methods] if isinstance(methods, list) else [],
    )


def not_reached() -> Response:
    """Show a message and redirect to the log-in by password."""
    log.warning("the directory is unavailable", exc_info=True)
    flash(
        _(
            "The authentication server cannot be reached. Try again later, or log in with your password."
        ),
        "danger",
    )
    return redirect(url_for("LoginView.login"), 303)
