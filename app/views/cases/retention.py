"""Retention or deletion of a closed case by two persons, and the list of deleted cases."""

from flask import current_app, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.rules.common.periods import period_end
from app.security import vault
from app.services.cases import deletion_bars, participations
from app.services.cases import deletions as case_deletions
from app.services.common import rows
from app.services.common.rows import PER_PAGE
from app.views.cases.access import case_page, council_page
from app.views.cases.case_pages import form_page
from app.views.common.base import View, links, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.forms.cases.cases import ReasonForm


class CaseRetentionView(View):
    """`/cases/<case_id>/retention`, `/cases/deleted`."""

    route_base = "/cases"
    default_view = "deleted"

    @expose("/deleted")
    @has_access
    @council_page
    def deleted(self) -> str:
        number = page_number()
        found, total = case_deletions.page(viewer(), number)
        return render_template(
            "cases/cases/deleted.html", found=found, total=total, per_page=PER_PAGE, number=number
        )

    @expose("/<case_id>/retention", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("handle")
    def show(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        form = ReasonForm(data=kept_for(case))
        verb = form.since_opened(
            case_deletions.hold, lambda: kept_for(rows.locked(SupportCase, case.id))
        )
        if form.validate_on_submit() and run_for_form(form, verb, case.id, form.reason.data):
            return redirect_with_success(
                _("The retention of the case has been extended."), url_for(".show", case_id=case.id)
            )
        years = current_app.config["CASE_RETENTION_YEARS"]
        return form_page(
            "cases/cases/retention.html",
            case,
            form,
            years=years,
            kept_until=case.closed_on and period_end(case.closed_on, years=years),
            is_over=case_deletions.is_over(case, years),
            bars=deletion_bars.of(case.id) if case.closed_on else (),
            reason=vault.unseal(case, "hold_reason"),
            is_own=case.deletion_proposed_by_id == viewer().account_id,
        )

    @expose("/<case_id>/retention/end-keeping", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def end_keeping(self, case: SupportCase) -> Response:
        here = url_for(".show", case_id=case.id)
        if run_or_flash(case_deletions.end_hold, case.id):
            return redirect_with_success(
                _("The extended retention of the case has been ended."), here
            )
        return redirect(here, 303)

    @expose("/<case_id>/retention/propose", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def propose(self, case: SupportCase) -> Response:
        here = url_for(".show", case_id=case.id)
        years = current_app.config["CASE_RETENTION_YEARS"]
        if run_or_flash(case_deletions.propose, case.id, years=years, links=links()):
            return redirect_with_success(
                _("The deletion has been proposed. Another person has to approve it."), here
            )
        return redirect(here, 303)

    @expose("/<case_id>/retention/approve", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("handle")
    def approve(self, case: SupportCase) -> Response:
        here = url_for(".show", case_id=case.id)
        if run_or_flash(case_deletions.approve, case.id):
            run(case_deletions.destroy_keys)
            return redirect_with_success(
                _("The case has been deleted and its key destroyed."), url_for(".deleted")
            )
        return redirect(here, 303)


def kept_for(case: SupportCase) -> dict[str, str]:
    """Return why a case is kept longer as data of the form."""
    return {"reason": vault.unseal(case, "hold_reason") or ""}
