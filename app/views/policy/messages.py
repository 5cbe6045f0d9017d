"""A message to another member, without showing addresses (会員間のメッセージ)."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.policy import messages
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.policy.message import MessageForm


class MemberMessageView(View):
    """`/roster/<public_id>/message`."""

    route_base = "/roster"

    @expose("/<public_id>/message", methods=("GET", "POST"))
    @has_access
    def write(self, public_id: str) -> Response:
        recipient = messages.recipient(viewer(), public_id)
        name, back = recipient.name, url_for("RosterView.show", public_id=public_id)
        form = MessageForm()
        if form.validate_on_submit():
            sent = run_for_form(form, messages.send, public_id, form.subject.data, form.text.data)
            if sent is not None:
                return redirect_with_success(_("The message is being sent."), back)
        page = render_template(
            "policy/message.html", form=form, name=name, back=back, most=messages.A_DAY
        )
        return make_response(page, 422 if request.method == "POST" else 200)
