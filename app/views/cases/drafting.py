"""Drafts of case forms, kept on the server while the user is typing.

A form takes part by naming its key in `data-draft` (components/form.html, draft=…);
static/js/case.js sends the input here. Saving the form discards the draft in the same
transaction.
"""

import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import abort, g, redirect, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.security.viewer import Viewer
from app.services.cases import drafts as case_drafts
from app.views.cases.access import case_page
from app.views.common.base import View, run, viewer
from app.views.common.preserved_forms import SECRETS
from app.views.common.urls import safe_next

P = ParamSpec("P")
T = TypeVar("T")
KEY = re.compile(r"[a-z_]{1,40}(:[0-9a-f]{32})?")
"""Key of a form: what is written and, for an existing record, its id."""


class CaseDraftView(View):
    """`/cases/<case_id>/drafts`: has no page of its own."""

    route_base = "/cases"
    default_view = "save"

    @expose("/<case_id>/drafts/<form>", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("write")
    def save(self, case: SupportCase, form: str) -> Response:
        typed = {name: texts for name, texts in request.form.lists() if name not in SECRETS}
        run(case_drafts.save, case.id, known(form), typed)
        return Response(status=204)

    @expose("/<case_id>/drafts/<form>/discard", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("write")
    def discard(self, case: SupportCase, form: str) -> Response:
        run(case_drafts.discard, case.id, known(form))
        back = url_for("CaseView.show", case_id=case.id)
        return redirect(
            safe_next(request.form.get("next")) if "next" in request.form else back, 303
        )


def known(form: str) -> str:
    """Return the key of a form; 404 for anything else."""
    return form if KEY.fullmatch(form) else abort(404)


def draft_of(case: SupportCase, form: str) -> "MultiDict[str, str] | None":
    """Return the viewer's draft of the form when its page is opened, or None."""
    typed = case_drafts.kept(viewer(), case.id, form) if request.method == "GET" else None
    if typed is None:
        return None
    g.shown_draft = form  # shown by templates/cases/cases/_draft.html
    return MultiDict(typed)


def typed_before(case: SupportCase, form: str) -> dict[str, Any]:
    """Return the draft as arguments for the form's class."""
    draft = draft_of(case, form)
    return {} if draft is None else {"formdata": draft}


def saving(
    verb: Callable[Concatenate[Viewer, P], T], case: SupportCase, form: str
) -> Callable[Concatenate[Viewer, P], T]:
    """Return the verb combined with discarding the draft, for `run` to commit together."""

    def both(actor: Viewer, *args: P.args, **kwargs: P.kwargs) -> T:
        result = verb(actor, *args, **kwargs)
        case_drafts.used(actor, case.id, form)
        return result

    both.__qualname__ = verb.__qualname__
    return both
