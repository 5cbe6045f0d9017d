"""Our cookies beside the session's: for scripts unreadable, and over HTTPS bound to this host.

A browser accepts a name with `__Host-` only without a domain, for the path `/`; a draft's cookie
is sent below its form only, and is `__Secure-`.
"""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response


def read(name: str, path: str = "/") -> str:
    """Return the cookie's value, empty without one."""
    return request.cookies.get(_prefixed(name, path), "")


def store(
    response: Response, name: str, value: str, *, life: timedelta | int, path: str = "/"
) -> None:
    """Set the cookie in the browser. life: how long it stays, or in seconds."""
    response.set_cookie(
        _prefixed(name, path),
        value,
        max_age=life,
        path=path,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def forget(response: Response, name: str, path: str = "/") -> None:
    """Delete the cookie."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_prefixed(name, path), path=path, secure=secure, httponly=True)


def _prefixed(name: str, path: str) -> str:
    if not current_app.config["SESSION_COOKIE_SECURE"]:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"
