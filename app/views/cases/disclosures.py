"""Disclosure requests (開示請求) about a case: receipt, collection, masking, decision, handover."""

from collections.abc import Callable, Sequence

from flask import current_app, redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.models.cases.case import SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.rules.meeting import manual_masking
from app.services.cases import disclosures as case_disclosures
from app.services.cases import rows as case_rows
from app.services.cases.disclosure_pieces import Piece
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page, shown
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.disclosures import DecisionForm, PieceForm, ReceiptForm, TellingForm

HERE = "/<case_id>/disclosures"
ONE = f"{HERE}/<request_id>"
PAPER = "disclosure.pdf"


class CaseDisclosureView(View):
    """`/cases/<case_id>/disclosures`."""

    route_base = "/cases"
    default_view = "list"

    @expose(HERE)
    @has_access
    @case_page()
    @permission_name("handle")
    def list(self, case: SupportCase) -> str:
        requests = case_disclosures.of_case(viewer(), case.id)
        source = case_disclosures.SOURCE
        return shown("cases/disclosures/list.html", case, requests=requests, source=source)

    @expose(f"{HERE}/new", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def new(self, case: SupportCase) -> Response:
        case_disclosures.of_case(viewer(), case.id)  # case managers only
        form = ReceiptForm(data={"received_on": clock.today()})
        if form.validate_on_submit():
            days = current_app.config["DISCLOSURE_DAYS"]
            row = run_for_form(
                form,
                case_disclosures.receive,
                case.id,
                form.asked(),
                form.received_on.data,
                days=days,
            )
            if row is not None:
                return redirect_with_success(
                    _("The request has been registered."), here(case, row.id)
                )
        return form_page("cases/disclosures/new.html", case, form)

    @expose(ONE)
    @has_access
    @case_page()
    @permission_name("handle")
    def show(self, case: SupportCase, request_id: str) -> Response:
        return request_page(case, request_id, DecisionForm(formdata=None))

    @expose(f"{ONE}/gather", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def gather(self, case: SupportCase, request_id: str) -> Response:
        run_or_flash(case_disclosures.gather, case.id, request_id)
        return redirect(here(case, request_id), 303)

    @expose(f"{ONE}/pieces/<int:number>", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def piece(self, case: SupportCase, request_id: str, number: int) -> Response:
        row = case_disclosures.one(viewer(), case.id, request_id)
        pieces = shown_pieces(case, row)
        if number >= len(pieces):
            raise NotFound
        form = PieceForm(data={"text": pieces[number].text})
        verb = form.since_opened(case_disclosures.mask, lambda: masked(case, request_id, number))
        if form.validate_on_submit() and run_for_form(
            form, verb, case.id, request_id, number, form.text.data
        ):
            return redirect_with_success(_("Saved."), f"{here(case, request_id)}#piece-{number}")
        return form_page(
            "cases/disclosures/piece.html",
            case,
            form,
            row=row,
            piece=pieces[number],
            preview=manual_masking.masked(form.text.data or ""),
        )

    @expose(f"{ONE}/disclose", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def disclose(self, case: SupportCase, request_id: str) -> Response:
        return decided(case, request_id, case_disclosures.disclose)

    @expose(f"{ONE}/refuse", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def refuse(self, case: SupportCase, request_id: str) -> Response:
        return decided(case, request_id, case_disclosures.refuse)

    @expose(f"{ONE}/tell", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def tell(self, case: SupportCase, request_id: str) -> Response:
        form = TellingForm()
        if form.validate() and run_for_form(
            form, case_disclosures.tell, case.id, request_id, form.told_on.data
        ):
            return redirect_with_success(_("Saved."), here(case, request_id))
        return request_page(case, request_id, DecisionForm(formdata=None), form)

    @expose(f"{ONE}/paper.pdf")
    @has_access
    @case_page("export", page="disclosure")
    @permission_name("handle")
    def paper(self, case: SupportCase, request_id: str) -> Response:
        row = case_disclosures.one(viewer(), case.id, request_id)
        return download(case_disclosures.paper(viewer(), row), "application/pdf", PAPER)


def here(case: SupportCase, request_id: str) -> str:
    """Return the URL of a request."""
    return url_for("CaseDisclosureView.show", case_id=case.id, request_id=request_id)


def shown_pieces(case: SupportCase, row: DisclosureRequest) -> Sequence[Piece]:
    """Return the pieces collected from all sections if the viewer may read them all, else none."""
    if not case_disclosures.reads_all(viewer(), case.id):
        return ()
    return case_disclosures.pieces(row)


def masked(case: SupportCase, request_id: str, number: int) -> dict[str, str]:
    """Lock the case; return the piece, fresh, as data of its form."""
    row = case_rows.behind_case(DisclosureRequest, case.id, request_id)
    return {"text": shown_pieces(case, row)[number].text}


def decided(case: SupportCase, request_id: str, verb: Callable[..., DisclosureRequest]) -> Response:
    """Record the decision and return to the request."""
    form = DecisionForm()
    if form.validate() and run_for_form(form, verb, case.id, request_id, form.reason.data or ""):
        return redirect_with_success(_("The decision has been recorded."), here(case, request_id))
    return request_page(case, request_id, form)


def request_page(
    case: SupportCase, request_id: str, form: DecisionForm, telling: TellingForm | None = None
) -> Response:
    """Return the page of a request with the collected pieces as they would be handed over."""
    row = case_disclosures.one(viewer(), case.id, request_id)
    pieces = [(piece.title, manual_masking.masked(piece.text)) for piece in shown_pieces(case, row)]
    telling = telling or TellingForm(formdata=None, data={"told_on": clock.today()})
    return form_page(
        "cases/disclosures/show.html",
        case,
        telling if telling.errors else form,
        decision_form=form,
        telling=telling,
        row=row,
        asked=case_disclosures.asked(row),
        decision=case_disclosures.decision(row),
        pieces=pieces,
        reads_all=case_disclosures.reads_all(viewer(), case.id),
    )
