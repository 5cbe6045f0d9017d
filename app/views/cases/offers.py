"""Offers about a case: the lead, a body's leaving by request or by wish, taking an offer back."""

from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.services.cases import offers as case_offers
from app.services.cases import participants, participations
from app.views.cases.access import case_page
from app.views.cases.bases import passing_on_bases
from app.views.cases.case_pages import form_page
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.sharing import LeadForm, LeaveForm


class CaseOfferView(View):
    """`/cases/<case_id>/offers`."""

    route_base = "/cases"
    default_view = "lead"

    @expose("/<case_id>/offers/lead", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("make")
    def lead(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        there = participations.people(case.id)
        others = participants.candidates(viewer(), case.id)
        own = viewer().account_id
        persons = [
            each
            for each in (*there, *others)
            if each.body_id != case.lead_body_id and each.account_id != own
        ]
        form = LeadForm(persons, *passing_on_bases(case))
        if form.validate_on_submit():
            made = run_for_form(
                form,
                case_offers.offer_lead,
                case.id,
                int(form.person.data),
                message=form.message.data,
                terms=form.terms(),
                links=links(),
            )
            if made is not None:
                return sent(case)
        return page("cases/cases/offer_lead.html", case, form)

    @expose("/<case_id>/offers/leave", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("make")
    def leave(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        there = participations.people(case.id)
        form = LeaveForm([each for each in there if each.body_id != case.lead_body_id])
        return self._leaving(case, form, case_offers.ask_to_leave, _("Ask a body to leave"))

    @expose("/<case_id>/offers/wish", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("make")
    def wish(self, case: SupportCase) -> Response:
        form = LeaveForm(participations.managers(case.id))
        return self._leaving(case, form, case_offers.wish_to_leave, _("Ask to leave the case"))

    @expose("/<case_id>/offers/<offer_id>/withdraw", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("make")
    def withdraw(self, case: SupportCase, offer_id: str) -> Response:
        url = url_for("ParticipantView.list", case_id=case.id)
        if run_or_flash(case_offers.withdraw, case.id, offer_id, links()):
            return redirect_with_success(_("The offer has been withdrawn."), url)
        return redirect(url, 303)

    def _leaving(self, case: SupportCase, form: LeaveForm, verb: Any, heading: str) -> Response:
        if form.validate_on_submit():
            person_id, message = int(form.person.data), form.message.data
            if (
                run_for_form(form, verb, case.id, person_id, message=message, links=links())
                is not None
            ):
                return sent(case)
        return page("cases/cases/offer_leave.html", case, form, heading=heading)


def sent(case: SupportCase) -> Response:
    """Redirect after an offer was sent."""
    return redirect_with_success(
        _("The offer has been sent."), url_for("ParticipantView.list", case_id=case.id)
    )


def page(template: str, case: SupportCase, form: Any, **values: Any) -> Response:
    """Return the page of a form; status 422 for a rejected submission."""
    back = url_for("ParticipantView.list", case_id=case.id)
    return form_page(template, case, form, back=back, **values)
