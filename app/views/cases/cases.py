"""Cases (個別ケース): the list of one's own, the overview of one, and intake."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.access import OVERVIEW, Section, Urgency
from app.rules.states.cases.case import CASE, CaseState, CaseVerb
from app.rules.states.common.table import verbs_from
from app.services.cases import cases
from app.services.common.rows import PER_PAGE
from app.views.cases.access import case_page, council_page
from app.views.cases.case_pages import shown
from app.views.cases.sections import case_changes, intake_steps
from app.views.common.base import View, redirect_with_success, run, viewer
from app.views.common.paging import page_number
from app.views.forms.cases.cases import BeginForm


class CaseView(View):
    """`/cases`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/")
    @has_access
    @council_page
    def list(self) -> str:
        chosen = request.args.get("state", "")
        state = CaseState(chosen) if chosen in set(CaseState) else None
        number = page_number()
        found, total = cases.page(viewer(), state=state, number=number)
        return render_template(
            "cases/cases/list.html",
            cases=found,
            total=total,
            per_page=PER_PAGE,
            number=number,
            state=state,
            states=CaseState,
        )

    @expose("/begin", methods=("GET", "POST"))
    @has_access
    @council_page
    @permission_name("list")
    def begin(self) -> Response:
        form = BeginForm(cases.own_terms(viewer()))
        if form.validate_on_submit():
            term_id, urgency = int(form.term.data), Urgency(form.urgency.data)
            case = run(cases.begin, term_id=term_id, urgency=urgency)
            return redirect_with_success(
                _("The case intake has been recorded."), url_for(".show", case_id=case.id)
            )
        page = render_template("cases/cases/begin.html", form=form)
        return make_response(page, 422 if form.errors else 200)

    @expose("/<case_id>")
    @has_access
    @case_page(section=OVERVIEW)
    @permission_name("list")
    def show(self, case: SupportCase) -> str:
        return shown(
            "cases/cases/show.html",
            case,
            management=Section.MANAGEMENT,
            verb=CaseVerb,
            verbs=verbs_from(CASE, case.state),
            steps=intake_steps(case),
            changes=case_changes(case),
        )
