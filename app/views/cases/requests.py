"""Requests for co-operation (協力の求め; 法第16条第3項) about a case, by the case manager."""

from dataclasses import asdict
from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.documents.cases import request as case_request
from app.models.cases.case import SupportCase
from app.models.cases.request import CaseRequest
from app.rules.cases.access import Level, Section
from app.rules.states.cases.case import CaseRequestState
from app.services.cases import bodies as case_bodies
from app.services.cases import participants, participations
from app.services.cases import requests as case_requests
from app.services.cases import rows as case_rows
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.requests import RequestForm

PAPER = "request.pdf"
"""File name that reveals nothing about the case."""


class CaseRequestView(View):
    """`/cases/<case_id>/requests`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/<case_id>/requests")
    @has_access
    @case_page()
    def list(self, case: SupportCase) -> str:
        rows = case_requests.of_case(viewer(), case.id)
        return shown("cases/cases/requests.html", case, rows=rows, said=case_requests.said)

    @expose("/<case_id>/requests/new", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("manage")
    def new(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        own = viewer().account_id
        persons = [
            *(each for each in participations.people(case.id) if each.account_id != own),
            *participants.candidates(viewer(), case.id),
        ]
        key = "request"
        form = RequestForm(case_bodies.choices(), persons, **typed_before(case, key))
        if form.validate_on_submit():
            verb = saving(case_requests.draft, case, key)
            made = run_for_form(form, verb, case.id, int(form.person.data), form.request())
            if made is not None:
                return drafted(case, made)
        return page(case, form, key, url_for(".list", case_id=case.id))

    @expose("/<case_id>/requests/<request_id>")
    @has_access
    @case_page()
    @permission_name("list")
    def show(self, case: SupportCase, request_id: str) -> str:
        row = case_requests.one(viewer(), case.id, request_id)
        return shown(
            "cases/cases/request.html",
            case,
            row=row,
            paper=case_requests.paper(viewer(), row),
            answer=case_requests.answer_of(row),
        )

    @expose("/<case_id>/requests/<request_id>/edit", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("manage")
    def edit(self, case: SupportCase, request_id: str) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        row = case_requests.one(viewer(), case.id, request_id)
        back = url_for(".show", case_id=case.id, request_id=request_id)
        if row.state is not CaseRequestState.DRAFT:
            return redirect(back, 303)
        key = f"request:{row.id}"
        said = {"data": draft_data(row)} | typed_before(case, key)
        form = RequestForm(case_bodies.choices(), None, **said)
        if form.validate_on_submit():
            verb = form.since_opened(
                saving(case_requests.revise, case, key),
                lambda: draft_data(case_rows.behind_case(CaseRequest, case.id, request_id)),
            )
            made = run_for_form(form, verb, case.id, request_id, form.request())
            if made is not None:
                return drafted(case, made)
        return page(case, form, key, back)

    @expose("/<case_id>/requests/<request_id>/send", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("manage")
    def send(self, case: SupportCase, request_id: str) -> Response:
        url = url_for(".show", case_id=case.id, request_id=request_id)
        if run_or_flash(case_requests.send, case.id, request_id, links()):
            return redirect_with_success(_("The request has been sent."), url)
        return redirect(url, 303)

    @expose("/<case_id>/requests/<request_id>/withdraw", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("manage")
    def withdraw(self, case: SupportCase, request_id: str) -> Response:
        url = url_for(".show", case_id=case.id, request_id=request_id)
        if run_or_flash(case_requests.withdraw, case.id, request_id, links()):
            return redirect_with_success(_("The request for co-operation has been withdrawn."), url)
        return redirect(url, 303)

    @expose("/<case_id>/requests/<request_id>.pdf")
    @has_access
    @case_page("print")
    @permission_name("list")
    def pdf(self, case: SupportCase, request_id: str) -> Response:
        row = case_requests.one(viewer(), case.id, request_id)
        paper = case_requests.paper(viewer(), row)
        return download(case_request.pdf(paper), "application/pdf", PAPER)


def draft_data(row: CaseRequest) -> dict[str, Any]:
    """Return a request as data of its form."""
    return asdict(case_requests.said(row))


def drafted(case: SupportCase, row: CaseRequest) -> Response:
    """Redirect to the request, whose paper is to be checked before it is sent."""
    url = url_for("CaseRequestView.show", case_id=case.id, request_id=row.id)
    return redirect_with_success(_("The draft has been saved. Check it and send it."), url)


def page(case: SupportCase, form: RequestForm, key: str, back: str) -> Response:
    """Return the page of the form. key: of its draft; status 422 for a rejected submission."""
    return form_page("cases/cases/request_form.html", case, form, key=key, back=back)
