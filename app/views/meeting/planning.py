"""Planning of a meeting: the plan, the notice and its approval, observers (規約第10条)."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.meeting import bulk, continuations, meetings, notices, observers
from app.services.meeting import templates as meeting_templates
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, links, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.common.returning import ReturnForm
from app.views.forms.meeting.meetings import (
    CancelForm,
    ContinueForm,
    ObserverForm,
    PlanForm,
    from_template,
    planned,
)
from app.views.meeting.bulk import outcome, send
from app.views.meeting.meetings import shown


class MeetingPlanView(View):
    """`/meetings/new`, `/meetings/<pk>/edit` and the actions on a meeting as a whole."""

    route_base = "/meetings"
    default_view = "new"

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        asked = request.args.get("template", "")
        template = meeting_templates.chosen(viewer(), asked)
        form = PlanForm(data=from_template(template))
        if form.validate_on_submit():
            meeting = run_for_form(form, meeting_templates.plan, form.values(), template=template)
            if meeting is not None:
                return redirect_with_success(
                    _("The meeting has been planned."), url_for("MeetingView.show", pk=meeting.id)
                )
        return page(
            "meeting/meetings/plan.html",
            form,
            meeting=None,
            template=template,
            templates=meeting_templates.every(viewer()),
        )

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int) -> Response:
        meeting = meetings.one(viewer(), pk)
        form = PlanForm(data=planned(meeting))
        verb = form.since_opened(meetings.revise, lambda: planned(meetings.locked(pk)))
        if form.validate_on_submit() and run_for_form(form, verb, pk, form.values()):
            return redirect_with_success(
                _("The change has been saved."), url_for("MeetingView.show", pk=pk)
            )
        return page(
            "meeting/meetings/plan.html", form, meeting=meetings.one(viewer(), pk), templates=()
        )

    @expose("/<int:pk>/take-up", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_up(self, pk: int) -> Response:
        return back(
            pk,
            run_or_flash(meetings.take_up, pk),
            _("The request has been accepted. Enter the date, time and place."),
        )

    @expose("/<int:pk>/submit", methods=("POST",))
    @has_access
    @permission_name("handle")
    def submit(self, pk: int) -> Response:
        words = _("Submitted. Another officer has to approve the notice.")
        return back(pk, run_or_flash(notices.submit, pk), words)

    @expose("/<int:pk>/approve", methods=("POST",))
    @has_access
    @permission_name("handle")
    @recently_authenticated
    def approve(self, pk: int) -> Response:
        words = _("Approved. The meeting notices are in the outbox, and the roll has been fixed.")
        return back(pk, run_or_flash(notices.notify, pk, links=links()), words)

    @expose("/<int:pk>/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: int) -> Response:
        form = ReturnForm()
        if form.validate() and run_for_form(form, notices.send_back, pk, form.reason.data):
            return redirect_with_success(_("Sent back."), url_for("MeetingView.show", pk=pk))
        return shown(pk, return_form=form)

    @expose("/<int:pk>/remind", methods=("POST",))
    @has_access
    @permission_name("handle")
    def remind(self, pk: int) -> Response:
        return send(pk, "remind")

    @expose("/<int:pk>/cancel", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def cancel(self, pk: int) -> Response:
        meeting = meetings.one(viewer(), pk)
        form = CancelForm()
        if form.validate_on_submit():
            told = run_for_form(form, bulk.cancel, pk, form.reason.data)
            if not form.form_errors:
                done = _("The meeting has been cancelled.") if told is not None else outcome(None)
                return redirect_with_success(done, url_for("MeetingView.show", pk=pk))
        return page("meeting/meetings/cancel.html", form, meeting=meeting)

    @expose("/<int:pk>/continue", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def continue_in_writing(self, pk: int) -> Response:
        meeting = meetings.one(viewer(), pk)
        form = ContinueForm()
        if form.validate_on_submit():
            written = run_for_form(form, continuations.continue_in_writing, pk, until=form.until)
            if written is not None:
                return redirect_with_success(
                    _("The written resolution has been planned. Check it and submit the notice."),
                    url_for("MeetingView.show", pk=written.id),
                )
        return page("meeting/meetings/continue.html", form, meeting=meeting)

    @expose("/<int:pk>/observers", methods=("POST",))
    @has_access
    @permission_name("handle")
    def add_observer(self, pk: int) -> Response:
        form = ObserverForm()
        if form.validate() and run_for_form(
            form,
            observers.add,
            pk,
            name=form.name.data,
            email=form.email.data or "",
            reason=form.reason.data or "",
        ):
            return redirect_with_success(_("Added."), url_for("MeetingView.show", pk=pk))
        return shown(pk, observer_form=form)

    @expose("/<int:pk>/observers/<int:observer_id>/remove", methods=("POST",))
    @has_access
    @permission_name("handle")
    def remove_observer(self, pk: int, observer_id: int) -> Response:
        run(observers.remove, pk, observer_id)
        return back(pk, True, _("Removed."))


def back(pk: int, went: bool, words: str) -> Response:
    """Redirect to the meeting's page, with a message on success."""
    url = url_for("MeetingView.show", pk=pk)
    return redirect_with_success(words, url) if went else redirect(url, 303)


def page(template_name: str, form: object, /, **values: object) -> Response:
    """Return a page with a form; status 422 for a rejected submission."""
    answer = render_template(template_name, form=form, **values)
    return make_response(answer, 422 if request.method == "POST" else 200)
