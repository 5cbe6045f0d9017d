"""Decisions of the case manager: acceptance, closing, reopening, urgency and review date."""

from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import StaleState
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CASE, CaseVerb
from app.rules.states.common.table import verbs_from
from app.services.cases import handling as case_handling
from app.services.cases import participations
from app.services.common import rows
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.cases import ReviseForm
from app.views.forms.cases.records import form_of


class CaseHandlingView(View):
    """`/cases/<case_id>/accept`, `/close`, `/reopen`, `/revise`."""

    route_base = "/cases"
    default_view = "revise"

    @expose("/<case_id>/accept", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def accept(self, case: SupportCase) -> Response:
        if run_or_flash(case_handling.accept, case.id):
            return redirect_with_success(_("The case has been accepted."), overview(case))
        return redirect(overview(case), 303)

    @expose("/<case_id>/close", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def close(self, case: SupportCase) -> Response:
        must_be_possible(case, CaseVerb.DECLINE, CaseVerb.CLOSE)
        form = form_of(RecordKind.CLOSING)({}, **typed_before(case, "closing"))
        verb = saving(case_handling.close, case, "closing")
        if form.validate_on_submit() and run_for_form(form, verb, case.id, form.values()):
            return redirect_with_success(_("The case has been closed."), overview(case))
        left = case_handling.left_open(case)
        return page("cases/cases/close.html", case, form, left=left)

    @expose("/<case_id>/reopen", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def reopen(self, case: SupportCase) -> Response:
        must_be_possible(case, CaseVerb.REOPEN)
        form = form_of(RecordKind.REOPENING)({}, **typed_before(case, "reopening"))
        verb = saving(case_handling.reopen, case, "reopening")
        if form.validate_on_submit() and run_for_form(form, verb, case.id, form.values()):
            return redirect_with_success(_("The case has been reopened."), overview(case))
        return page("cases/cases/reopen.html", case, form)

    @expose("/<case_id>/revise", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def revise(self, case: SupportCase) -> Response:
        must_be_possible(case, CaseVerb.ACCEPT, CaseVerb.CLOSE)
        form = ReviseForm(obj=case)
        verb = form.since_opened(case_handling.revise, lambda: rows.locked(SupportCase, case.id))
        if form.validate_on_submit() and run_for_form(form, verb, case.id, **form.chosen()):
            return redirect_with_success(_("Saved."), overview(case))
        return page("cases/cases/revise.html", case, form)


def must_be_possible(case: SupportCase, *verbs: CaseVerb) -> None:
    """Require that the viewer manages the case and one of the verbs is possible now.

    Raises NotPermitted, StaleState.
    """
    participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
    if not set(verbs) & set(verbs_from(CASE, case.state)):
        raise StaleState("今の状態ではこの操作はできません。ケースの概要を確かめてください。")


def overview(case: SupportCase) -> str:
    """Return the URL of the case's overview."""
    return url_for("CaseView.show", case_id=case.id)


def page(template: str, case: SupportCase, form: Any, **values: Any) -> Response:
    """Return a page with a form; status 422 for a rejected submission."""
    return form_page(template, case, form, back=overview(case), **values)
