"""The platform's plan of a year and its verification (企画・検証)."""

from functools import partial
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.policy import plan_year
from app.models.policy.plan import PlanActivity
from app.rules.common.era import fiscal_year
from app.rules.policy.plan import reached
from app.security.viewer import Role
from app.services.common import figures
from app.services.policy import plan
from app.services.registers import entries
from app.views.common.base import redirect_with_success, run_or_flash, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.common.formats import in_fiscal_year
from app.views.forms.common.fields import fiscal_years
from app.views.forms.policy.plan import FigureForm
from app.views.policy import meeting_papers
from app.views.registers.register import RegisterView


class PlanActivityView(RegisterView):
    """企画・検証."""

    model = PlanActivity
    list_template = "policy/list.html"
    show_template = "policy/plan_activity.html"

    def _may_add(self) -> bool:
        return viewer().has(Role.EXECUTIVE, Role.SECRETARIAT)

    def more_of_list(self) -> dict[str, Any]:
        this = fiscal_year(clock.today())
        words = _("Plan and results: %(year)s", year=in_fiscal_year(this))
        return {"links": [(words, url_for(".year", year=this))]}

    def more(self, entry: PlanActivity) -> dict[str, Any]:
        return {
            "figure": figures.named(entry.figure) if entry.figure else None,
            "share": reached(entry.target, entry.result),
        }

    @expose("/<pk>/figure", methods=("GET", "POST"))
    @has_access
    @permission_name("keep")
    def figure(self, pk: str) -> Response:
        activity, form = self._kept(pk), FigureForm(obj=self._kept(pk))
        if form.validate_on_submit():
            stored = partial(entries.locked, viewer(), PlanActivity, pk)
            verb = form.since_opened(plan.measure, stored)
            if run_for_form(form, verb, pk, form.figure.data or "") is not None:
                return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        page = render_template("policy/plan_figure.html", form=form, activity=activity)
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/years/<int:year>")
    @has_access
    @permission_name("list")
    def year(self, year: int) -> str:
        found = plan.of_year(_checked(year))
        return render_template(
            "policy/plan_year.html",
            year=year,
            found=[(each, reached(each.target, each.result)) for each in found],
            is_staff=viewer().is_staff,
        )

    @expose("/years/<int:year>/paper.pdf")
    @has_access
    @permission_name("list")
    def paper(self, year: int) -> Response:
        return pdf(_pdf(_checked(year)), f"plan-{year}")

    @expose("/years/<int:year>/take", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take(self, year: int) -> Response:
        url = url_for(".year", year=_checked(year))
        if run_or_flash(plan.take_all, year):
            return redirect_with_success(_("The results are those of today."), url)
        return redirect(url, 303)

    @expose("/years/<int:year>/meeting", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def put(self, year: int) -> Response:
        title, back = plan_year.title_of(_checked(year)), url_for(".year", year=year)
        return meeting_papers.put(title, partial(_pdf, year), (_("Back"), back))


def _pdf(year: int) -> bytes:
    """Return the paper of what members see: it goes to all who are invited."""
    return plan_year.pdf(year, plan.of_year(year, shared=True), clock.today())


def _checked(year: int) -> int:
    if year not in {int(key) for key, _words in fiscal_years() if key}:
        abort(404)
    return year
