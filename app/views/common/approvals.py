"""Proposals of one person that await another's release (二人での決定)."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.common import decision_request
from app.documents.common.decision_request import DecisionRequest, Drafting
from app.models.common.approval import Approval
from app.services.common import approvals, rows, settings
from app.views.common.approval_register import KINDS
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.common.outside_decision import OutsideDecisionForm


class ApprovalView(View):
    """`/approvals`."""

    route_base = "/approvals"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        over = request.args.get("state") == "over"
        number = page_number()
        found, total = approvals.page(viewer(), over=over, number=number)
        return render_template(
            "common/approvals.html",
            proposals=found,
            total=total,
            number=number,
            over=over,
            kinds=KINDS,
            address=address,
            own_id=viewer().account_id,
        )

    @expose("/<int:pk>/decision", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def decision(self, pk: int) -> Response:
        proposal = approvals.one(viewer(), pk)
        form = OutsideDecisionForm(data=noted(proposal))
        if form.validate_on_submit():
            values = {"number": form.number.data, "on": form.decided_on.data}
            verb = form.since_opened(
                approvals.note_outside_decision, lambda: noted(rows.locked(Approval, pk))
            )
            if run_for_form(form, verb, pk, **values):
                return redirect_with_success(
                    _("The prefecture's decision has been noted."), address(proposal)
                )
        page = render_template(
            "common/outside_decision.html",
            form=form,
            proposal=proposal,
            kind=KINDS[proposal.kind],
            back=address(proposal),
        )
        return make_response(page, 422 if form.errors else 200)

    @expose("/<int:pk>/request.pdf")
    @has_access
    @permission_name("handle")
    def request_paper(self, pk: int) -> Response:
        proposal = approvals.one(viewer(), pk)
        asked, drafting = asked_of(proposal), drafting_of(proposal)
        return pdf(decision_request.pdf(asked, drafting), f"decision-request-{pk}")


def noted(proposal: Approval) -> dict[str, Any]:
    """Return the decision as noted, as data of its form; by default one of today."""
    return {
        "number": proposal.outside_number,
        "decided_on": proposal.outside_on or clock.today(),
    }


def asked_of(proposal: Approval) -> DecisionRequest:
    """Return what is asked: as the wing puts it, else the title of the proposal."""
    ask = KINDS[proposal.kind].ask
    if ask is not None:
        return ask(viewer(), proposal)
    with force_locale("ja_JP"):
        kind = str(KINDS[proposal.kind].label)
    return DecisionRequest(
        title=f"{kind}について",
        ask="このことについて、下記のとおり決定してよろしいか伺います。",
        reason=proposal.reason,
        drafts=((kind, proposal.title),),
    )


def drafting_of(proposal: Approval) -> Drafting:
    """Return who drafted it, and the decision as far as noted."""
    return Drafting(
        by=proposal.proposed_by_name,
        on=clock.local(proposal.proposed_at).date(),
        office=settings.value("contact_office"),
        number=proposal.outside_number,
        decided_on=proposal.outside_on,
    )


def address(proposal: Approval) -> str:
    """Return the address of the page of the proposal's object."""
    kind = KINDS[proposal.kind]
    return (
        url_for(kind.endpoint, pk=proposal.subject_id) if kind.takes_id else url_for(kind.endpoint)
    )
