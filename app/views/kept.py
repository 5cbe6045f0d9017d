"""A form that was sent after the session had ended: what was typed is there again after the log-in.

It is kept in the visitor's new session, and shown in the form again; nothing is done with it before
the person sends it anew. Nobody else who logs in on the same computer sees it. Only a form that this site's own page has sent is kept: the browser says so.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, request, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from limits import parse
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app import clock
from app.database import RECORDED
from app.security.limits import client_address, limiter

KEPT = "kept_form"
"""Session: the page's path, what was typed, and when."""
FOR = timedelta(minutes=30)
LONGEST = 20_000
"""Characters. Longer ones are not kept: nobody can fill the table of sessions with them."""
RATE = parse("60 per hour")
HOLDER = "holder"
"""The hidden field that says to whom the page was shown (components/form.html)."""
SECRETS = frozenset(
    {HOLDER, "csrf_token", "password", "again", "old", "code", "reauth_password", "reauth_code"}
)
"""Never kept, whatever form they stand in."""


def keep() -> Response | None:
    """Keep the form that was sent and go back to its page; None where that is not possible."""
    page = _page()
    if page is None or not limiter.limiter.hit(RATE, KEPT, client_address()):
        return None
    typed = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name.rpartition("-")[2] not in SECRETS
    ]
    if sum(len(name) + len(value) for name, value in typed) > LONGEST:
        return None
    session[KEPT] = {
        "path": urlsplit(page).path,
        "typed": typed,
        "holder": request.form.get(HOLDER, ""),
        "at": clock.now().isoformat(),
    }
    if not typed:
        flash(_too_late(), "warning")
    return redirect(page, 303)


def carried_over() -> dict[str, Any]:
    """What a new session takes along from the one before: the form that is kept, or nothing."""
    return {KEPT: session[KEPT]} if KEPT in session else {}


def tell() -> None:
    """Say on the way in that something is kept."""
    if KEPT in session and session[KEPT]["typed"] and not waits():
        flash(_("What you typed is kept. After the log-in you go on from there."), "info")


def waits() -> bool:
    """Whether something is kept for the form of this page."""
    return KEPT in session and session[KEPT]["path"] == request.path


def restored(form: FlaskForm) -> MultiDict[str, str] | None:
    """What was typed into this form on this page; None when nothing is kept for it."""
    if request.method != "GET":
        return None
    if "kept_form" not in g:
        if not waits():
            return None
        held = session.pop(KEPT)
        over = clock.now() - datetime.fromisoformat(held["at"]) > FOR
        foreign = held["holder"] != str(g.viewer.account_id or "")
        g.kept_form = MultiDict() if over or foreign else MultiDict(held["typed"])
    fields = {name.partition("-")[0] for name in g.kept_form} - {"save"}
    if not fields or not fields <= form._fields.keys():
        return None
    flash(_too_late(), "warning")
    return g.kept_form


def install() -> None:
    """Let every form show what is kept for it."""
    read = FlaskForm.Meta.wrap_formdata

    def wrap_formdata(meta: Any, form: FlaskForm, formdata: Any) -> Any:
        again = restored(form) if formdata is _Auto else None
        return read(meta, form, formdata) if again is None else again

    FlaskForm.Meta.wrap_formdata = wrap_formdata


def _too_late() -> str:
    return _("The page was open for too long. Look through it and send it again.")


def _page() -> str | None:
    """Path and query of the page that the form stood on, where it is one of ours."""
    sent_by = urlsplit(request.headers.get("Origin", ""))
    came_from = urlsplit(request.referrer or "")
    if not sent_by.netloc == came_from.netloc == request.host:
        return None
    if came_from.path.startswith(RECORDED):
        return None  # what is typed about a case is never put into a session
    try:
        current_app.create_url_adapter(request).match(came_from.path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, RequestRedirect):
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
