"""Withdrawal notices (退会届): form, preview, sending; the secretariat's list and entry."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.filings.withdrawal import WithdrawalNotice
from app.rules.filings.leaving import last_day, withdrawal_effective_on
from app.rules.membership.membership import Standing
from app.services.filings import member_papers, my_organisation, releases, withdrawals
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.filings.filing import PrintedFilingView
from app.views.forms.filings.withdrawal import WithdrawalForm


class WithdrawalView(PrintedFilingView):
    """`/withdrawals`."""

    route_base = "/withdrawals"
    default_view = "list"
    kind = withdrawals.KIND
    templates = "filings/withdrawals"

    def paper(self, filed: Any) -> bytes:
        """Return the notice as PDF."""
        return member_papers.withdrawal_notice_pdf(filed)

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        notices, total = withdrawals.page(viewer(), number=number)
        return render_template(
            "filings/withdrawals/list.html",
            filings=notices,
            total=total,
            number=number,
            requests=releases.waiting(viewer()),
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return self.show_page("show", self.one(pk))

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def form(self) -> Response:
        """Show the form; a valid submission leads to the preview of its consequences."""
        organisation = my_organisation.entry(viewer())
        if organisation.standing is Standing.EXECUTIVE:
            return redirect(url_for("ReleaseView.form"), 303)
        form = WithdrawalForm()
        if request.method == "POST" and form.validate() and "back" not in request.form:
            effective_on = withdrawal_effective_on(clock.today(), form.named_on)
            return make_response(
                render_template(
                    "filings/withdrawals/check.html",
                    form=form,
                    organisation=organisation,
                    effective_on=effective_on,
                    last_day=last_day(clock.today(), effective_on),
                )
            )
        page = render_template(
            "filings/withdrawals/form.html", form=form, waiting=withdrawals.waiting(organisation.id)
        )
        return make_response(page, 422 if form.errors else 200)

    @expose("/send", methods=("POST",))
    @has_access
    @permission_name("file")
    @recently_authenticated
    def send(self) -> Response:
        form = WithdrawalForm()
        if form.validate():
            notice = run_for_form(form, withdrawals.file, **form.filing())
            if notice is not None:
                return sent(notice)
        page = render_template("filings/withdrawals/form.html", form=form, waiting=None)
        return make_response(page, 422)


def sent(notice: WithdrawalNotice) -> Response:
    """Redirect to the notice, or to the home page for a member that has left and lost access."""
    if notice.effective_on > clock.today():
        return redirect_with_success(
            _("Your withdrawal notice has been received. A letter will be sent to you."),
            url_for("WithdrawalView.show", pk=notice.id),
        )
    return redirect_with_success(
        _(
            "Your withdrawal notice (%(number)s) has been received and took effect today. A letter will be sent to you. Thank you for your participation.",
            number=notice.receipt_number,
        ),
        url_for("HomeView.index"),
    )
