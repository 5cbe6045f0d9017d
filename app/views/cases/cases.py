"""Cases (個別ケース): the list of one's own, the overview of one, and intake."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.access import OVERVIEW, MyPart, Section, Urgency
from app.rules.states.cases.case import CASE, LIVE_CASE_STATES, CaseState, CaseVerb
from app.rules.states.common.table import verbs_from
from app.services.cases import caseload, cases, own_names
from app.services.common.rows import PER_PAGE
from app.views.cases.access import case_page, council_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.overviews import overview
from app.views.cases.sections import case_changes, intake_steps
from app.views.common.base import View, redirect_with_success, run, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.forms.cases.cases import BeginForm, FindForm, NameForm

ALL = "all"
"""What the address says for cases in every state."""


class CaseView(View):
    """`/cases`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/", methods=("GET", "POST"))
    @has_access
    @council_page
    def list(self) -> Response:
        """Show one's cases. What is looked for comes by POST: it is in no address and no log."""
        chosen, is_mine = request.args.get("state", ""), "mine" in request.args
        form = FindForm()
        looks = form.is_submitted() and form.validate() and bool(form.words.data)
        loads = caseload.of(viewer(), tuple(CaseState) if looks else states(chosen))
        if looks:
            loads = caseload.matching(loads, form.words.data)
        elif is_mine:
            loads = sorted((each for each in loads if each.next), key=lambda each: each.due)
        number = page_number()
        on_page = loads[(number - 1) * PER_PAGE : number * PER_PAGE]
        caseload.note_contacts_of_closed(on_page)
        page = render_template(
            "cases/cases/list.html",
            form=form,
            looks=looks,
            loads=on_page,
            total=len(loads),
            per_page=PER_PAGE,
            number=number,
            state=chosen if chosen in set(CaseState) or chosen == ALL else "",
            is_mine=is_mine and not looks,
            states=CaseState,
            coordinates=any(each.part is MyPart.COORDINATES for each in loads),
        )
        return make_response(page, 422 if form.errors else 200)

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

    @expose("/<case_id>/name", methods=("GET", "POST"))
    @has_access
    @case_page(section=OVERVIEW)
    @permission_name("list")
    def own_name(self, case: SupportCase) -> Response:
        back = url_for(".show", case_id=case.id)
        form = NameForm(data={"name": own_names.of(viewer(), case.id)})
        verb = form.since_opened(
            own_names.keep, lambda: {"name": own_names.fresh(viewer(), case.id)}
        )
        if (
            form.validate_on_submit()
            and run_for_form(form, verb, case.id, form.name.data or "") is not None
        ):
            return redirect_with_success(_("Saved."), back)
        return form_page("cases/cases/name.html", case, form, back=back)

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
            told=overview(case),
        )


def states(chosen: str) -> tuple[CaseState, ...]:
    """Return the states that a list shows: the chosen one, all, or those of running cases."""
    if chosen in set(CaseState):
        return (CaseState(chosen),)
    return tuple(CaseState) if chosen == ALL else tuple(LIVE_CASE_STATES)
