"""Proposals of one person that await another's release (二人での決定)."""

from flask import render_template, request, url_for
from flask_appbuilder import expose, has_access

from app.models.common.approval import Approval
from app.services.common import approvals
from app.services.common.rows import PER_PAGE
from app.views.common.approval_register import KINDS
from app.views.common.base import View, viewer
from app.views.common.paging import page_number


class ApprovalView(View):
    """`/approvals`."""

    route_base = "/approvals"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        over = request.args.get("state") == "over"
        number = page_number()
        found, total = approvals.page(viewer(), over=over, number=number)
        return render_template(
            "common/approvals.html",
            proposals=found,
            total=total,
            per_page=PER_PAGE,
            number=number,
            over=over,
            kinds=KINDS,
            address=address,
            own_id=viewer().account_id,
        )


def address(proposal: Approval) -> str:
    """Return the address of the page of the proposal's object."""
    kind = KINDS[proposal.kind]
    return (
        url_for(kind.endpoint, pk=proposal.subject_id) if kind.takes_id else url_for(kind.endpoint)
    )
