"""Requests and offers to the viewer about cases, and pending reviews and decisions."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.documents.cases import request as case_request
from app.models.cases.request import CaseOffer, CaseRequest, OfferKind
from app.models.council.council import CouncilPerson
from app.services.cases import (
    answers,
    consents,
    disclosures,
    emergencies,
    offer_answers,
    participations,
    received_requests,
)
from app.services.cases import offers as case_offers
from app.services.cases import requests as case_requests
from app.services.council import namings
from app.views.cases.access import council_page, received_page
from app.views.cases.requests import PAPER
from app.views.common.base import View, links, redirect_with_success, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.requests import AnswerForm, OfferAnswerForm


class ReceivedView(View):
    """`/cases/received`."""

    route_base = "/cases/received"
    default_view = "list"

    @expose("/")
    @has_access
    @council_page
    def list(self) -> str:
        refused, declined = answers.not_taken_up(viewer())
        return render_template(
            "cases/received/list.html",
            refused=refused,
            declined=declined,
            unsettled=consents.cases_to_settle(viewer()),
            coordinators=new_coordinators(),
            failures=emergencies.failures(viewer()),
            requests=received_requests.requests(viewer()),
            offers=offer_answers.offers(viewer()),
            reviews=emergencies.to_review(viewer()),
            disclosures=disclosures.to_decide(viewer()),
        )

    @expose("/requests/<row_id>")
    @has_access
    @received_page(received_requests.request)
    @permission_name("list")
    def request(self, row: CaseRequest) -> Response:
        return request_page(row, AnswerForm())

    @expose("/requests/<row_id>.pdf")
    @has_access
    @received_page(received_requests.request, "print")
    @permission_name("list")
    def request_pdf(self, row: CaseRequest) -> Response:
        paper = case_requests.paper(viewer(), row)
        return download(case_request.pdf(paper), "application/pdf", PAPER)

    @expose("/requests/<row_id>/answer", methods=("POST",))
    @has_access
    @received_page(received_requests.request)
    @permission_name("answer")
    def answer(self, row: CaseRequest) -> Response:
        return self._reply(row, received_requests.answer, _("The answer has been sent."))

    @expose("/requests/<row_id>/refuse", methods=("POST",))
    @has_access
    @received_page(received_requests.request)
    @permission_name("answer")
    def refuse(self, row: CaseRequest) -> Response:
        return self._reply(row, received_requests.refuse, _("The answer has been sent."))

    @expose("/offers/<row_id>")
    @has_access
    @received_page(offer_answers.offer)
    @permission_name("list")
    def offer(self, row: CaseOffer) -> Response:
        return offer_page(row, OfferAnswerForm())

    @expose("/offers/<row_id>/accept", methods=("POST",))
    @has_access
    @received_page(offer_answers.offer)
    @permission_name("answer")
    def accept_offer(self, row: CaseOffer) -> Response:
        # Whoever leaves the case does not see it any more.
        joins = row.kind is not OfferKind.LEAVE
        into = url_for("CaseView.show", case_id=row.case_id) if joins else url_for(".list")
        return self._answer(row, offer_answers.accept, _("The offer has been accepted."), into)

    @expose("/offers/<row_id>/refuse", methods=("POST",))
    @has_access
    @received_page(offer_answers.offer)
    @permission_name("answer")
    def refuse_offer(self, row: CaseOffer) -> Response:
        words = _("The offer has been declined.")
        return self._answer(row, offer_answers.refuse, words, url_for(".list"))

    def _reply(self, row: CaseRequest, verb: Any, words: str) -> Response:
        form, row_id = AnswerForm(), row.id
        if (
            form.validate()
            and run_for_form(form, verb, row_id, form.text.data, links()) is not None
        ):
            return redirect_with_success(words, url_for(".request", row_id=row_id))
        return request_page(received_requests.request(viewer(), row_id), form)

    def _answer(self, row: CaseOffer, verb: Any, words: str, then: str) -> Response:
        form, row_id = OfferAnswerForm(), row.id
        if (
            form.validate()
            and run_for_form(form, verb, row_id, form.text.data or "", links()) is not None
        ):
            return redirect_with_success(words, then)
        return offer_page(offer_answers.offer(viewer(), row_id), form)


def new_coordinators() -> Sequence[CouncilPerson]:
    """Return the coordinators confirmed lately, for whoever manages a case."""
    return namings.lately() if participations.manages_any(viewer()) else ()


def request_page(row: CaseRequest, form: AnswerForm) -> Response:
    """Return the page of a request, with the form for the answer."""
    html = render_template(
        "cases/received/request.html",
        row=row,
        form=form,
        paper=case_requests.paper(viewer(), row),
        answer=case_requests.answer_of(row),
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def offer_page(row: CaseOffer, form: OfferAnswerForm) -> Response:
    """Return the page of an offer, with its message alone and the form for the answer."""
    html = render_template(
        "cases/received/offer.html",
        offer=row,
        form=form,
        message=case_offers.message_of(row),
        grants=case_offers.grants_of(row),
        answer=case_offers.answer_of(row),
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)
