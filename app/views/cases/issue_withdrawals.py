"""Issues on the platform's side (課題) for the council: two of its persons can withdraw one."""

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.cases import issue_withdrawals
from app.services.common.rows import PER_PAGE
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.forms.cases.issue_sheets import WithdrawalForm


class IssueWithdrawalView(View):
    """`/council/issues`."""

    route_base = "/council/issues"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        number = page_number()
        issues, total = issue_withdrawals.page(viewer(), number)
        return render_template(
            "cases/issue_withdrawals/list.html",
            issues=issues,
            total=total,
            per_page=PER_PAGE,
            number=number,
        )

    @expose("/<issue_id>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def show(self, issue_id: str) -> Response:
        issue, form = issue_withdrawals.one(viewer(), issue_id), WithdrawalForm()
        if form.validate_on_submit() and run_for_form(
            form, issue_withdrawals.ask, issue_id, form.reason.data, links()
        ):
            return redirect_with_success(
                _(
                    "The withdrawal has been requested. Another person of the council decides on it."
                ),
                url_for(".list"),
            )
        page = render_template(
            "cases/issue_withdrawals/show.html",
            issue=issue,
            form=form,
            is_own=issue.withdrawal_asked_by_id == viewer().account_id,
        )
        return make_response(page, 422 if form.errors or form.form_errors else 200)

    @expose("/<issue_id>/withdraw", methods=("POST",))
    @has_access
    @permission_name("handle")
    def withdraw(self, issue_id: str) -> Response:
        issue_withdrawals.one(viewer(), issue_id)
        if run_or_flash(issue_withdrawals.withdraw, issue_id):
            return redirect_with_success(
                _("The issue has been withdrawn. Complete the entry in the register of incidents."),
                url_for("IncidentView.list"),
            )
        return redirect(url_for(".show", issue_id=issue_id), 303)

    @expose("/<issue_id>/keep", methods=("POST",))
    @has_access
    @permission_name("handle")
    def keep(self, issue_id: str) -> Response:
        issue_withdrawals.one(viewer(), issue_id)
        if run_or_flash(issue_withdrawals.keep, issue_id):
            return redirect_with_success(_("The issue stays."), url_for(".list"))
        return redirect(url_for(".show", issue_id=issue_id), 303)
