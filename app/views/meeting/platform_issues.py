"""Issues on the platform's side (課題): read by executive members, handled by the secretariat."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.meeting.platform_issue import IssueUse, PlatformIssue
from app.services.common import rows
from app.services.meeting import platform_issues
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.meeting.platform_issues import AgendaForm, UseForm


class PlatformIssueView(View):
    """`/issues`."""

    route_base = "/issues"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        chosen = request.args.get("use", "")
        use = IssueUse(chosen) if chosen in set(IssueUse) else None
        number = page_number()
        found, total = platform_issues.page(viewer(), use=use, number=number)
        return render_template(
            "meeting/issues/list.html",
            issues=found,
            total=total,
            number=number,
            use=use,
            uses=IssueUse,
        )

    @expose("/<issue_id>")
    @has_access
    def show(self, issue_id: str) -> Response:
        return issue_page(platform_issues.one(viewer(), issue_id))

    @expose("/<issue_id>/use", methods=("POST",))
    @has_access
    @permission_name("handle")
    def note_use(self, issue_id: str) -> Response:
        form, issue = UseForm(), platform_issues.one(viewer(), issue_id)
        if form.validate():
            use, note = IssueUse(form.use.data), form.note.data or ""
            verb = form.since_opened(
                platform_issues.note_use, lambda: noted(rows.locked(PlatformIssue, issue_id))
            )
            if run_for_form(form, verb, issue_id, use, note):
                return redirect_with_success(_("Saved."), url_for(".show", issue_id=issue_id))
        return issue_page(issue, use_form=form)

    @expose("/<issue_id>/agenda", methods=("POST",))
    @has_access
    @permission_name("handle")
    def put_on_agenda(self, issue_id: str) -> Response:
        issue = platform_issues.one(viewer(), issue_id)
        form = AgendaForm(platform_issues.planned_meetings(viewer()))
        if form.validate():
            meeting_id = int(form.meeting.data)
            if run_for_form(form, platform_issues.put_on_agenda, issue_id, meeting_id):
                words = _("The issue has been added to the agenda as a discussion item.")
                return redirect_with_success(words, url_for(".show", issue_id=issue_id))
        return issue_page(issue, agenda_form=form)


def noted(issue: PlatformIssue) -> dict[str, str]:
    """Return the use of an issue as data of its form."""
    return {"use": issue.use.value, "note": issue.use_note}


def issue_page(
    issue: PlatformIssue,
    *,
    use_form: UseForm | None = None,
    agenda_form: AgendaForm | None = None,
) -> Response:
    """Return the page of an issue; for the secretariat with the possible actions."""
    may_handle = viewer().is_staff and issue.item_id is None
    if may_handle:
        use_form = use_form or UseForm(formdata=None, data=noted(issue))
        meetings = platform_issues.planned_meetings(viewer())
        agenda_form = agenda_form or AgendaForm(meetings, formdata=None)
    page = render_template(
        "meeting/issues/show.html",
        issue=issue,
        may_handle=may_handle,
        use_form=use_form,
        agenda_form=agenda_form,
    )
    wrong = any(form is not None and form.errors for form in (use_form, agenda_form))
    return make_response(page, 422 if wrong else 200)
