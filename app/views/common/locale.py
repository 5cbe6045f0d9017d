"""Japanese or English."""

from flask import current_app, redirect, request
from flask_appbuilder import expose
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.views.common.base import View
from app.views.common.urls import safe_next

COOKIE = "locale"


def current_locale() -> str:
    """Return the visitor's chosen locale; it is kept in a cookie, so that it creates no session."""
    chosen = request.cookies.get(COOKIE, "") if request else ""
    known = current_app.config["LANGUAGES"]
    return chosen if chosen in known else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def remember(response: Response, locale: str) -> None:
    """Keep the choice in the browser for a year."""
    response.set_cookie(COOKIE, locale, max_age=31536000, samesite="Lax", httponly=True)


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
