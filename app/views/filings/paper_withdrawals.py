"""A withdrawal notice on paper, entered by the secretariat after a look at what ends (代行入力)."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.filings.leaving import last_day, may_withdraw, withdrawal_effective_on
from app.rules.membership.membership import ReceivedBy
from app.services.common import scans
from app.services.filings import withdrawals
from app.services.roster import organisations
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.filings.withdrawal import CheckedWithdrawalForm, PaperWithdrawalForm


class PaperWithdrawalView(View):
    """`/withdrawals/enter/<organisation_id>`."""

    route_base = "/withdrawals"
    default_view = "enter"

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        """Show the form; a valid one leads to what the withdrawal ends, and when."""
        organisation = organisations.one(viewer(), organisation_id)
        verdict = may_withdraw(organisation.standing)
        if not verdict:
            flash(verdict.reason, "warning")
            return redirect(url_for("OrganisationView.show", pk=organisation_id), 303)
        form = PaperWithdrawalForm()
        if request.method == "POST" and form.validate() and "back" not in request.form:
            return check_page(organisation, CheckedWithdrawalForm(), 200)
        page = render_template(
            "filings/withdrawals/enter.html",
            form=form,
            organisation=organisation,
            waiting=withdrawals.waiting(organisation_id),
        )
        return make_response(page, 422 if form.errors else 200)

    @expose("/enter/<int:organisation_id>/send", methods=("POST",))
    @has_access
    @permission_name("enter")
    @recently_authenticated
    def send(self, organisation_id: int) -> Response:
        form = CheckedWithdrawalForm()
        if form.validate():
            notice = run_for_form(form, withdrawals.enter, organisation_id, **form.filing())
            if notice is not None:
                return redirect_with_success(
                    _("The withdrawal notice has been entered."),
                    url_for("WithdrawalView.show", pk=notice.id),
                )
        return check_page(organisations.one(viewer(), organisation_id), form, 422)

    @expose("/<int:pk>/scan")
    @has_access
    @permission_name("enter")
    def scan(self, pk: int) -> Response:
        found = scans.one(WithdrawalNotice, pk)
        return download(found.scan, found.scan_type, found.scan_name)


def check_page(organisation: Organisation, form: CheckedWithdrawalForm, status: int) -> Response:
    """Return the page that says what ends and when."""
    received_on = form.received_on.data or clock.today()
    way = form.received_by.data
    effective_on = withdrawal_effective_on(received_on, form.named_on)
    page = render_template(
        "filings/withdrawals/enter_check.html",
        form=form,
        organisation=organisation,
        way=ReceivedBy(way) if way in set(ReceivedBy) else None,
        received_on=received_on,
        effective_on=effective_on,
        last_day=last_day(received_on, effective_on),
    )
    return make_response(page, status)
