"""Another day or place after the notice of a meeting (規約第10条)."""

from flask import url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.meeting import changes, meetings
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.common.returning import ReturnForm
from app.views.forms.meeting.meetings import ChangeForm, planned
from app.views.meeting.meetings import shown
from app.views.meeting.planning import back, page


class MeetingChangeView(View):
    """`/meetings/<pk>/change`."""

    route_base = "/meetings"
    default_view = "propose"

    @expose("/<int:pk>/change", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def propose(self, pk: int) -> Response:
        meeting = meetings.one(viewer(), pk)
        form = ChangeForm(data=planned(meeting))
        if form.validate_on_submit() and run_for_form(
            form, changes.propose, pk, form.values(), reason=form.reason.data
        ):
            return redirect_with_success(
                _("Proposed. Another officer has to release the change."),
                url_for("MeetingView.show", pk=pk),
            )
        return page("meeting/meetings/change.html", form, meeting=meeting)

    @expose("/<int:pk>/change/release", methods=("POST",))
    @has_access
    @permission_name("handle")
    @recently_authenticated
    def release(self, pk: int) -> Response:
        words = _("The change has been made. The letters are in the outbox.")
        return back(pk, run_or_flash(changes.release, pk, links=links()), words)

    @expose("/<int:pk>/change/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: int) -> Response:
        form = ReturnForm()
        if form.validate() and run_for_form(form, changes.send_back, pk, form.reason.data):
            return redirect_with_success(_("Sent back."), url_for("MeetingView.show", pk=pk))
        return shown(pk, return_form=form)

    @expose("/<int:pk>/change/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self, pk: int) -> Response:
        return back(pk, run_or_flash(changes.take_back, pk), _("The proposal has been taken back."))
