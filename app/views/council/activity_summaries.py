"""Summaries of the council's activity, without case information, for all members."""

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.models.council.council import ActivitySummary
from app.services.cases import summary_releases
from app.services.common import approvals, rows
from app.services.council import activity_summaries
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.cases.issue_sheets import answers_sent
from app.views.forms.council.texts import SummaryForm


class ActivitySummaryView(View):
    """`/council/summaries`."""

    route_base = "/council/summaries"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        summaries, total = activity_summaries.page(viewer(), number)
        return render_template(
            "council/summaries.html",
            summaries=summaries,
            total=total,
            number=number,
            may_write=may_write(),
        )

    @expose("/<int:pk>")
    @has_access
    @permission_name("list")
    def show(self, pk: int) -> str:
        summary = activity_summaries.one(viewer(), pk)
        return render_template(
            "council/summary.html",
            summary=summary,
            may_write=may_write(),
            proposal=approvals.last(activity_summaries.KIND, pk) if may_write() else None,
            own_id=viewer().account_id,
        )

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("write")
    def new(self) -> Response:
        form = SummaryForm()
        if form.validate_on_submit():
            values = {"title": form.title.data, "text": form.text.data}
            if summary := run_for_form(form, activity_summaries.write, **values):
                return redirect_with_success(
                    _("Saved as a draft."), url_for(".show", pk=summary.id)
                )
        return page(form)

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("write")
    def edit(self, pk: int) -> Response:
        form = SummaryForm(obj=activity_summaries.one(viewer(), pk))
        if form.validate_on_submit():
            values = {"title": form.title.data, "text": form.text.data}
            verb = form.since_opened(
                activity_summaries.revise, lambda: rows.locked(ActivitySummary, pk)
            )
            if run_for_form(form, verb, pk, **values):
                return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        return page(form)

    @expose("/<int:pk>/propose", methods=("GET", "POST"))
    @has_access
    @permission_name("write")
    def propose(self, pk: int) -> Response:
        summary = activity_summaries.one(viewer(), pk)
        found, form = summary_releases.findings(viewer(), summary), FlaskForm()
        given = answers_sent(found) if form.is_submitted() else summary_releases.answers(summary)
        if form.validate_on_submit() and run_for_form(
            form, summary_releases.propose, pk, answers_sent(found)
        ):
            return redirect_with_success(
                _("Proposed. Another person releases it."), url_for(".show", pk=pk)
            )
        page = render_template(
            "council/propose_summary.html", form=form, summary=summary, findings=found, given=given
        )
        return make_response(page, 422 if form.errors or form.form_errors else 200)

    @expose("/<int:pk>/publish", methods=("POST",))
    @has_access
    @permission_name("write")
    def publish(self, pk: int) -> Response:
        if run_or_flash(summary_releases.release, pk):
            return redirect_with_success(
                _("Published. All members can read it."), url_for(".show", pk=pk)
            )
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("write")
    def take_back(self, pk: int) -> Response:
        if run_or_flash(activity_summaries.unpublish, pk):
            return redirect_with_success(
                _("The summary has been unpublished. Members can no longer read it."),
                url_for(".show", pk=pk),
            )
        return redirect(url_for(".show", pk=pk), 303)


def may_write() -> bool:
    """Whether the viewer may write summaries."""
    return viewer().has(*activity_summaries.WRITERS)


def page(form: SummaryForm) -> Response:
    """Return the page for writing a summary."""
    content = render_template("council/edit_summary.html", form=form)
    return make_response(content, 422 if form.errors else 200)
