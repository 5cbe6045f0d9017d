"""Response headers that keep a page to itself."""

from flask import Flask, Response, request
from flask_login import current_user
from flask_talisman import Talisman

from app.database import RECORDED

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def install(app: Flask) -> None:
    """No outside asset, no inline script or style, no framing; HTTPS where it is set."""
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
        """What someone logged in has seen is gone from a shared computer after the log-out.

        An answer about cases is kept by nobody, whoever is thought to have asked.
        """
        is_known = current_user and current_user.is_authenticated
        if is_known or request.path.startswith(RECORDED):
            response.headers["Cache-Control"] = "no-store"
        return response
