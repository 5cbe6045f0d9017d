"""Request for a meeting by an executive member (規約第10条第1項), and its taking back."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.states.meeting.meeting import MeetingState
from app.services.meeting import cancellations, meetings
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.requests import MeetingRequestForm, TakeBackForm


class MeetingRequestView(View):
    """`/meeting-requests`."""

    route_base = "/meeting-requests"
    default_view = "new"

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("ask")
    def new(self) -> Response:
        form = MeetingRequestForm()
        if form.validate_on_submit():
            asked = run_for_form(form, meetings.request, form.wishes(), reason=form.reason.data)
            if asked is not None:
                return redirect_with_success(
                    _("Your request has been received. The secretariat will plan the meeting."),
                    url_for(".show", pk=asked.id),
                )
        page = render_template("meeting/meeting_requests/new.html", form=form)
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("ask")
    def show(self, pk: int) -> Response:
        meeting = meetings.asked_for(viewer(), pk)
        form = TakeBackForm()
        is_open = meeting.state is MeetingState.REQUESTED
        if is_open and form.validate_on_submit():
            if run_for_form(form, cancellations.withdraw_request, pk, form.reason.data) is not None:
                return redirect_with_success(
                    _("Your request has been withdrawn."), url_for(".show", pk=pk)
                )
            meeting = meetings.asked_for(viewer(), pk)
        page = render_template(
            "meeting/meeting_requests/show.html",
            meeting=meeting,
            form=form,
            is_open=is_open,
        )
        return make_response(page, 422 if request.method == "POST" else 200)
