"""What follows from a withdrawn consent, for each participant whose access rests on it."""

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.services.cases import consents, participations
from app.services.cases.participants import LapsedConsent
from app.views.cases.access import case_page
from app.views.cases.bases import passing_on_bases
from app.views.cases.case_pages import form_page, shown
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.sharing import TermsForm

HERE = "/<case_id>/consents"


class CaseConsentView(View):
    """`/cases/<case_id>/consents`."""

    route_base = "/cases"
    default_view = "list"

    @expose(HERE)
    @has_access
    @case_page()
    @permission_name("settle")
    def list(self, case: SupportCase) -> str:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        return shown(
            "cases/cases/consents.html",
            case,
            unsettled=consents.unsettled(viewer(), case.id),
            back=url_for("ParticipantView.passed_on", case_id=case.id),
        )

    @expose(f"{HERE}/<int:person_id>", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("settle")
    def found_anew(self, case: SupportCase, person_id: int) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        lapsed = of_person(case, person_id)
        form = TermsForm(*passing_on_bases(case))
        if form.validate_on_submit():
            run_for_form(form, consents.found_anew, case.id, person_id, form.terms())
            if not form.form_errors:
                return redirect_with_success(_("The new basis has been recorded."), here(case))
        back = url_for("ParticipantView.passed_on", case_id=case.id)
        return form_page(
            "cases/cases/consent_basis.html", case, form, lapsed=lapsed, here=here(case), back=back
        )

    @expose(f"{HERE}/<int:person_id>/end", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("settle")
    def end(self, case: SupportCase, person_id: int) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        if run_or_flash(consents.end, case.id, person_id):
            return redirect_with_success(_("The participation has been ended."), here(case))
        return redirect(here(case), 303)


def here(case: SupportCase) -> str:
    """Return the URL of the page of what is to be settled."""
    return url_for("CaseConsentView.list", case_id=case.id)


def of_person(case: SupportCase, person_id: int) -> LapsedConsent:
    """Return what of a person rests on a consent no longer valid. Raises NotFound for nothing."""
    for each in consents.unsettled(viewer(), case.id):
        if each.person.id == person_id:
            return each
    raise NotFound
