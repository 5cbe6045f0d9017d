"""Forms submitted after the session expired: the input is restored after the log-in.

The input is kept in the visitor's new session and shown in the form again; it has no effect
until the user submits it again. Other users who log in on the same computer never see it. Only
forms submitted from this site's own pages are kept, according to the browser's headers.
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
from app.database import SEALED_PREFIXES
from app.security.limits import client_address, limiter

KEPT = "kept_form"
"""Session key: the page's path, the input, and the time."""
LIFETIME = timedelta(minutes=30)
MAX_LENGTH = 20_000
"""Characters. Longer input is not kept, so that nobody can fill the session table."""
RATE = parse("60 per hour")
HOLDER = "holder"
"""Hidden field: the account to which the page was shown (components/form.html)."""
SECRETS = frozenset(
    {HOLDER, "csrf_token", "password", "again", "old", "code", "reauth_password", "reauth_code"}
)
"""Fields never kept, whatever their form."""


def preserve() -> Response | None:
    """Keep the submitted form and redirect to its page; None if that is not possible."""
    page = _page()
    if page is None or not limiter.limiter.hit(RATE, KEPT, client_address()):
        return None
    typed = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name.rpartition("-")[2] not in SECRETS
    ]
    if sum(len(name) + len(value) for name, value in typed) > MAX_LENGTH:
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
    """Return the data that a new session takes over from the last one: the kept form, if any."""
    return {KEPT: session[KEPT]} if KEPT in session else {}


def announce() -> None:
    """Show a message at the log-in if input is kept."""
    if KEPT in session and session[KEPT]["typed"] and not is_pending():
        flash(_("Your input has been preserved. You can continue after logging in."), "info")


def is_pending() -> bool:
    """Whether input is kept for the form of this page."""
    return KEPT in session and session[KEPT]["path"] == request.path


def restored(form: FlaskForm) -> MultiDict[str, str] | None:
    """Return the kept input of this form on this page, or None."""
    if request.method != "GET":
        return None
    if "kept_form" not in g:
        if not is_pending():
            return None
        held = session.pop(KEPT)
        over = clock.now() - datetime.fromisoformat(held["at"]) > LIFETIME
        foreign = held["holder"] != str(g.viewer.account_id or "")
        g.kept_form = MultiDict() if over or foreign else MultiDict(held["typed"])
    fields = {name.partition("-")[0] for name in g.kept_form} - {"save"}
    if not fields or not fields <= form._fields.keys():
        return None
    flash(_too_late(), "warning")
    return g.kept_form


def install() -> None:
    """Make every form show its kept input."""
    read = FlaskForm.Meta.wrap_formdata

    def wrap_formdata(meta: Any, form: FlaskForm, formdata: Any) -> Any:
        again = restored(form) if formdata is _Auto else None
        return read(meta, form, formdata) if again is None else again

    FlaskForm.Meta.wrap_formdata = wrap_formdata


def _too_late() -> str:
    return _(
        "The page was open for too long. Your input has been preserved. Check it and submit it again."
    )


def _page() -> str | None:
    """Return path and query of the form's page if it belongs to this site."""
    sent_by = urlsplit(request.headers.get("Origin", ""))
    came_from = urlsplit(request.referrer or "")
    if not sent_by.netloc == came_from.netloc == request.host:
        return None
    if came_from.path.startswith(SEALED_PREFIXES):
        return None  # input about a case is never stored in a session
    try:
        current_app.create_url_adapter(request).match(came_from.path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, RequestRedirect):
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
