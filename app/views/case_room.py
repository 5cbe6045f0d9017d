"""The door of every page of a case: who comes after a pause proves anew who it is; every look is recorded."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

from app import clock
from app.database import SAFE_METHODS
from app.errors import NotFound, NotPermitted, StaleState
from app.extensions import db
from app.models.case import SupportCase
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services import audit, cases
from app.views import entrance
from app.views.base import CASE, viewer
from app.views.forms.login import ReauthenticationForm
from app.views.kept import HOLDER
from app.views.reauthentication import asking, held_fields, proved, this_page

F = TypeVar("F", bound=Callable[..., Any])
Find = Callable[[Viewer, str], Any]
PAUSE = timedelta(minutes=15)
"""Without a look at any case: then password or code are asked for again."""
LOOKED_AT = "case_looked_at"
"""Session: when a page of a case was last asked for."""
SHOWN_AGAIN = frozenset({200, 422})
"""The answers to a POST that show a page."""


def case_page(action: str = "read", **details: Any) -> Callable[[F], F]:
    """A decorator below @has_access: the view gets the case, found through the guard, for its id.

    action: what a GET records (`case.read`, `case.print`, …), in the same transaction, before
    anything is answered. A POST records what its verb records, and that the page was read where it
    is shown again. Another's case answers like none, and both are recorded alike. What was typed
    into a page that somebody else was shown is taken from nobody (js/case.js renews the token).
    """

    return _door(cases.one, "case_id", action, details)


def received_page(find: Find, action: str = "read") -> Callable[[F], F]:
    """`case_page` for what is put to the viewer (services/received.py), which takes no part in the case.

    find: gives the row for its id, or raises NotFound. The view gets the row.
    """
    return _door(find, "row_id", action, {"received": True})


def _door(find: Find, name: str, action: str, details: dict[str, Any]) -> Callable[[F], F]:
    """name: of the part of the address that says which."""

    def decorate(view: F) -> F:
        @wraps(view)
        def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
            if (asked := prove_first()) is not None:
                return asked
            if request.form.get(HOLDER) not in (None, str(viewer().account_id)):
                raise StaleState("この画面は、ほかの人に示したものです。開き直してください。")
            row_id = kwargs.pop(name)
            try:
                found = find(viewer(), row_id)
                of = found.id if isinstance(found, SupportCase) else found.case_id
                setattr(g, CASE, of)
                response = make_response(view(self, found, *args, **kwargs))
            except (NotFound, NotPermitted):
                db.session.rollback()
                cases.record_denied(viewer(), row_id)
                db.session.commit()
                raise
            look = action if request.method in SAFE_METHODS else "read"
            if request.method in SAFE_METHODS or response.status_code in SHOWN_AGAIN:
                audit.record(viewer(), f"case.{look}", CASE_SUBJECT, of, **details)
                db.session.commit()
            return response

        return cast(F, guarded)

    return decorate


def council_page(view: F) -> F:
    """A decorator below @has_access for pages that show several cases: asks anew after a pause."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        asked = prove_first()
        return view(*args, **kwargs) if asked is None else asked

    return cast(F, guarded)


def was_here() -> bool:
    """Whether the person has looked at a case, or proved who it is, a short while ago; notes the look."""
    last = max(session.get(LOOKED_AT, ""), session.get(entrance.PROVED_AT, ""))
    if not last or clock.now() - datetime.fromisoformat(last) > PAUSE:
        return False
    noted = session.get(LOOKED_AT)
    if noted is None or clock.now() - datetime.fromisoformat(noted) > timedelta(minutes=1):
        session[LOOKED_AT] = clock.now().isoformat()
    return True


def prove_first() -> Response | None:
    """After a pause: ask who it is, and go on from there; None where nothing is to be asked.

    What was typed goes along in the asking page and through with the proof: it is not lost.
    """
    if was_here():
        return None
    if request.method in SAFE_METHODS:
        return redirect(url_for("ReauthenticationView.ask", next=this_page()), 303)
    form = ReauthenticationForm()
    if proved(form):
        return None
    return asking(form, action=this_page(), held=held_fields(), status=403)
