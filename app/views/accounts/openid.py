"""Client of the prefecture's directory (OpenID Connect).

Its libraries are loaded only if OIDC_ISSUER is set: they take much memory of a web process.
"""

from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.services.common import outward
from app.views.accounts.directory import CLIENT, DirectoryUnavailable, NotAccepted
from app.views.common.base import run_as_system

ENDPOINTS = ("token_endpoint", "jwks_uri", "userinfo_endpoint")
"""What we ask ourselves; to the page of the log-in we only send the browser."""


class DirectoryClient:
    """Client of the configured directory."""

    def __init__(self, app: Flask) -> None:
        # Authlib and its libraries take much memory: only a configured directory loads them.
        from authlib.integrations.base_client import OAuthError
        from authlib.integrations.flask_client import OAuth
        from joserfc.errors import JoseError
        from requests import RequestException

        self._unavailable = (RequestException,)
        self._refused = (OAuthError, JoseError, ValueError)
        self._not_begun = (OAuthError, RequestException)
        issuer = app.config["OIDC_ISSUER"].rstrip("/")
        self._client: Any = OAuth(app).register(
            "directory",
            client_id=app.config["OIDC_CLIENT_ID"],
            client_secret=app.config["OIDC_CLIENT_SECRET"],
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": 10,
                "max_redirects": 0,  # the directory is where we were told it is
            },
        )

    def begin(self, back: str, *, again: bool) -> Response:
        """Redirect the visitor to the directory, with state, nonce and PKCE. Raises NotReached.

        back: URL to which the directory returns the visitor. again: require a new authentication,
        since an open session at the directory would prove nothing.
        """
        prompt = {"prompt": "login"} if again else {}
        try:
            self._check_servers()
            answer: Response = self._client.authorize_redirect(back, **prompt)
        except self._not_begun as error:
            raise DirectoryUnavailable from error
        return answer

    def claims(self) -> dict[str, Any]:
        """Return the claims about the returned visitor. Raises NotReached, NotAccepted."""
        try:
            self._check_servers()
            return self._client.authorize_access_token().get("userinfo") or {}
        except self._unavailable as error:
            raise DirectoryUnavailable from error
        except self._refused as error:
            raise NotAccepted from error

    def _check_servers(self) -> None:
        """Raise DirectoryUnavailable if the directory sends us to servers that nobody allowed."""
        named = self._client.load_server_metadata()
        try:
            for endpoint in ENDPOINTS:
                if named.get(endpoint):
                    run_as_system(outward.require, named[endpoint])
        except RuleViolation as refusal:
            raise DirectoryUnavailable from refusal


def install(app: Flask) -> None:
    """Offer the directory at the log-in."""
    app.extensions[CLIENT] = DirectoryClient(app)
