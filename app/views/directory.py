"""Log-in by the prefecture's directory (OpenID Connect), where OIDC_ISSUER is set."""

import logging
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import abort, current_app, flash, redirect, request, session, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from app.security.limits import client_address, limiter
from app.services import directory
from app.views import entrance
from app.views.base import View, links, run_as_system
from app.views.urls import safe_next

TARGET = "directory_target"
"""Session: where to go after."""
log = logging.getLogger(__name__)


class DirectoryView(View):
    """`/login/directory`."""

    route_base = "/login/directory"
    default_view = "start"

    @expose("/")
    @has_access
    @permission_name("login")
    @limiter.limit("200 per 10 minutes", key_func=client_address)
    def start(self) -> Response:
        """Send the visitor to the directory, with state, nonce and PKCE."""
        client = directory_client()
        session[TARGET] = safe_next(request.args.get("next"))
        try:
            # Asked to prove it again: a session left open at the directory would prove nothing.
            answer: Response = client.authorize_redirect(
                links().directory(), **({"prompt": "login"} if request.args.get("again") else {})
            )
        except (OAuthError, RequestException):
            return not_reached()
        return answer

    @expose("/arrive")
    @has_access
    @permission_name("login")
    @limiter.limit("200 per 10 minutes", key_func=client_address)
    def arrive(self) -> Response:
        """The visitor comes back with a code."""
        client = directory_client()
        target = session.pop(TARGET, "")
        try:
            visitor = read(client.authorize_access_token().get("userinfo") or {})
        except RequestException:
            return not_reached()
        except (OAuthError, JoseError, ValueError):
            log.warning("the directory's answer was not accepted", exc_info=True)
            flash(_("The log-in by the directory was not completed. Try again."), "danger")
            return redirect(url_for("LoginView.login"), 303)
        account = run_as_system(directory.recognise, visitor)
        if account is None:
            flash(
                _(
                    "There is no account here for your address in the directory. Ask the secretariat for an invitation."
                ),
                "danger",
            )
            return redirect(url_for("LoginView.login"), 303)
        strong = visitor.has_second_factor or current_app.config["OIDC_SECOND_FACTOR"]
        factor = "directory" if strong else ""
        return entrance.enter(account, by="directory", target=target, factor=factor)


def directory_client() -> Any:
    """Authlib's client for the directory that is configured. 404 where none is."""
    settings = current_app.config
    if not settings["OIDC_ISSUER"]:
        abort(404)
    oauth = current_app.extensions.get("platform_directory")
    if oauth is None or oauth.directory.client_id != settings["OIDC_CLIENT_ID"]:
        oauth = OAuth(current_app)
        oauth.register(
            "directory",
            client_id=settings["OIDC_CLIENT_ID"],
            client_secret=settings["OIDC_CLIENT_SECRET"],
            server_metadata_url=f"{settings['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": 10,
            },
        )
        current_app.extensions["platform_directory"] = oauth
    return oauth.directory


def read(claims: dict[str, Any]) -> directory.Visitor:
    """The claims that count. Raises ValueError without a subject: then there is nobody."""
    if not claims.get("sub"):
        raise ValueError("the directory did not say who it is")
    methods = claims.get("amr")
    return directory.Visitor(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")),
        email_verified=claims.get("email_verified") is True,
        methods=[str(method) for method in methods] if isinstance(methods, list) else [],
    )


def not_reached() -> Response:
    """Say so, and offer the other way in."""
    log.warning("the directory could not be reached", exc_info=True)
    flash(
        _("The directory can't be reached now. Try later, or log in with your password."), "danger"
    )
    return redirect(url_for("LoginView.login"), 303)
