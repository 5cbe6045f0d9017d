"""Security headers of responses."""

from flask import Flask, Response, request
from flask_login import current_user
from flask_talisman import Talisman

from app.database import SEALED_PREFIXES

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def install(app: Flask) -> None:
    """Forbid external assets, inline scripts and styles, and framing; require HTTPS if configured."""
    Talisman(
        app,
        content_security_policy=POLICY,
        content_security_policy_nonce_in=[],
        force_https=False,
        strict_transport_security=app.config["HTTPS"],
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
    )

    @app.after_request
    def keep_out_of_caches(response: Response) -> Response:
        """Keep pages of logged-in users out of caches, for log-outs on a shared computer.

        A response about cases is never cached, whoever the user is.
        """
        is_known = current_user and current_user.is_authenticated
        if is_known or request.path.startswith(SEALED_PREFIXES):
            response.headers["Cache-Control"] = "no-store"
        return response
