"""Access to the pages of a case: reauthentication after a pause, and the access log."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

from app import clock
from app.database import SAFE_METHODS
from app.errors import NotFound, NotPermitted, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.rules.cases.access import Section
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases
from app.services.common import audit
from app.views.accounts import log_in
from app.views.accounts.reauthentication import (
    held_fields,
    proved,
    reauthentication_page,
    this_page,
)
from app.views.common.base import CASE, viewer
from app.views.common.preserved_forms import HOLDER
from app.views.forms.accounts.login import ReauthenticationForm

F = TypeVar("F", bound=Callable[..., Any])
Find = Callable[[Viewer, str], Any]
PAUSE = timedelta(minutes=15)
"""Time without access to any case after which password or code is required again."""
LOOKED_AT = "case_looked_at"
"""Session key: time of the last request for a page of a case."""
SHOWN_SECTION = "case_section_shown"
"""Key of `g`: the section that the page at hand shows."""
ALSO_SHOWN = "case_sections_also_shown"
"""Key of `g`: further sections of which the page at hand shows something."""
SHOWN_AGAIN = frozenset({200, 422})
"""Status codes of a POST response that shows a page."""


def case_page(
    action: str = "read",
    *,
    section: str = Section.MANAGEMENT,
    live: bool = False,
    **details: Any,
) -> Callable[[F], F]:
    """Return a decorator for below @has_access: the view gets the case, found through the guard.

    action: what a GET records (`case.read`, `case.print`, …), in the same transaction and before
    the response is sent. A POST records what its verb records, and a read if it shows the page
    again. A case of others gets the same response as a missing one, and both are recorded alike.
    Input from a page that was shown to another person is refused (js/case.js renews the token).
    section: what the page shows, for the log; where the URL tells, the view calls `looks_at`.
    live: a form that a closed case does not have; what is sent to it is refused by the service.
    """

    return _guarded(cases.one, "case_id", action, {"section": str(section), **details}, live)


def looks_at(section: Section) -> None:
    """Note which section the page at hand shows, for the access log."""
    setattr(g, SHOWN_SECTION, section.value)


def looks_also_at(sections: Iterable[Section]) -> None:
    """Note of which further sections the page at hand shows something, for the access log."""
    setattr(g, ALSO_SHOWN, [section.value for section in sections])


def received_page(find: Find, action: str = "read") -> Callable[[F], F]:
    """Return `case_page` for rows submitted to the viewer, who does not take part in the case.

    find: returns the row for its id, or raises NotFound. The view gets the row.
    """
    details = {"section": Section.MANAGEMENT.value, "received": True}
    return _guarded(find, "row_id", action, details, live=False)


def _guarded(
    find: Find, name: str, action: str, details: dict[str, Any], live: bool
) -> Callable[[F], F]:
    """Return the decorator. name: URL variable that holds the id."""

    def decorate(view: F) -> F:
        @wraps(view)
        def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
            if (asked := reauthenticate_after_pause()) is not None:
                return asked
            if request.form.get(HOLDER) not in (None, str(viewer().account_id)):
                raise StaleState("この画面は、ほかの人に示したものです。開き直してください。")
            row_id = kwargs.pop(name)
            try:
                found = find(viewer(), row_id)
                of = found.id if isinstance(found, SupportCase) else found.case_id
                setattr(g, CASE, of)
                if live and request.method in SAFE_METHODS:
                    cases.require_live(found)
                response = make_response(view(self, found, *args, **kwargs))
            except (NotFound, NotPermitted):
                db.session.rollback()
                cases.record_denied(viewer(), row_id)
                db.session.commit()
                raise
            look = action if request.method in SAFE_METHODS else "read"
            if request.method in SAFE_METHODS or response.status_code in SHOWN_AGAIN:
                seen: dict[str, Any] = {"section": g.get(SHOWN_SECTION, details["section"])}
                if also := g.get(ALSO_SHOWN):
                    seen["also"] = also
                audit.record(viewer(), f"case.{look}", CASE_SUBJECT, of, **details | seen)
                db.session.commit()
            return response

        return cast(F, guarded)

    return decorate


def council_page(view: F) -> F:
    """Decorate, below @has_access, a page of several cases: reauthentication after a pause."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        asked = reauthenticate_after_pause()
        return view(*args, **kwargs) if asked is None else asked

    return cast(F, guarded)


def accessed_recently() -> bool:
    """Whether the person recently accessed a case or authenticated; note the access."""
    last = max(session.get(LOOKED_AT, ""), session.get(log_in.PROVED_AT, ""))
    if not last or clock.now() - datetime.fromisoformat(last) > PAUSE:
        return False
    noted = session.get(LOOKED_AT)
    if noted is None or clock.now() - datetime.fromisoformat(noted) > timedelta(minutes=1):
        session[LOOKED_AT] = clock.now().isoformat()
    return True


def reauthenticate_after_pause() -> Response | None:
    """Return the reauthentication response after a pause, None if none is needed.

    Submitted input is carried through the reauthentication page, so that it is not lost.
    """
    if accessed_recently():
        return None
    if request.method in SAFE_METHODS:
        return redirect(url_for("ReauthenticationView.ask", next=this_page()), 303)
    form = ReauthenticationForm()
    if proved(form):
        return None
    return reauthentication_page(form, action=this_page(), held=held_fields(), status=403)
