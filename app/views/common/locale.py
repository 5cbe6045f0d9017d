"""Japanese or English."""

from flask import current_app, redirect, request
from flask_appbuilder import expose
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.security import cookies
from app.security.sessions import is_open
from app.views.common.base import View
from app.views.common.urls import safe_next

COOKIE = "locale"
YEAR = 365 * 24 * 3600


def current_locale() -> str:
    """Return the visitor's chosen locale; it is kept in a cookie, so that it creates no session."""
    chosen = cookies.read(COOKIE) if request and not is_open(request.path) else ""
    known = current_app.config["LANGUAGES"]
    return chosen if chosen in known else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def remember(response: Response, locale: str) -> None:
    """Keep the choice in the browser for a year."""
    cookies.store(response, COOKIE, locale, life=YEAR)


class LocaleView(View):
    """`/lang/<locale>`."""

    route_base = "/lang"

    @expose("/<locale>")
    def choose(self, locale: str) -> Response:
        if locale not in current_app.config["LANGUAGES"]:
            raise NotFound
        response = redirect(safe_next(request.args.get("next")), 303)
        remember(response, locale)
        return response
