"""Response headers that keep a page to itself."""

from flask import Flask
from flask_talisman import Talisman

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
