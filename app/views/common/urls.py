"""Redirect targets, restricted to this site."""

from urllib.parse import urlsplit

from flask import request, url_for


def safe_next(target: str | None, default: str = "HomeView.index") -> str:
    """Return the requested path if it belongs to this site, else the default page."""
    if target:
        try:
            parts = urlsplit(target)
        except ValueError:
            return url_for(default)
        local = not parts.netloc or parts.netloc == request.host
        if local and parts.path.startswith("/") and not parts.path.startswith(("//", "/\\")):
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return url_for(default)
