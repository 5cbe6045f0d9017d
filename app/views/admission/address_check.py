"""Confirmation of the applicant's mail address, without which an application does not count."""

from flask import redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.extensions import db
from app.models.admission.application import Application
from app.rules.states.admission.application import ApplicationState
from app.security import guard
from app.security.limits import client_address
from app.services.admission import applications, submissions
from app.views.common.base import View, links, redirect_with_success, run_as_system, run_or_flash
from app.views.forms.admission.apply import ApplyForm
from app.views.membership.drafting import Drafted

DRAFTED = Drafted(ApplyForm, name="application", cookie="application_draft", path="/apply")


def waiting() -> Application | None:
    """Return the visitor's application that is sent but not yet confirmed."""
    if not DRAFTED.token:
        return None
    with guard.acting_as_system(db.session()):
        found = applications.by_key(DRAFTED.key)
    return found if found is not None and found.state is ApplicationState.UNCONFIRMED else None


class AddressCheckView(View):
    """`/apply/sent`, `/apply/confirm-address`."""

    route_base = "/apply"
    default_view = "sent"
    limits = [Limit("30 per hour", key_func=client_address, methods=("POST",))]

    @expose("/sent")
    @has_access
    @permission_name("confirm")
    def sent(self) -> Response | str:
        application = waiting()
        if application is None:
            return redirect(url_for("ApplyView.start"), 303)
        return render_template(
            "admission/apply/sent.html",
            address=applications.applicant_address(application),
            until=application.submitted_at + applications.CONFIRM_WITHIN,
        )

    @expose("/send-again", methods=("POST",))
    @has_access
    @permission_name("confirm")
    def send_again(self) -> Response:
        with guard.acting_as_system(db.session()):
            sent = run_or_flash(submissions.send_again, DRAFTED.key, links=links())
        if sent:
            return redirect_with_success(_("The e-mail has been sent again."), url_for(".sent"))
        return redirect(url_for(".sent"), 303)

    @expose("/reopen", methods=("POST",))
    @has_access
    @permission_name("confirm")
    def reopen(self) -> Response:
        run_as_system(submissions.reopen, DRAFTED.key)
        return redirect(url_for("ApplyView.form"), 303)

    @expose("/confirm-address/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("confirm")
    def confirm(self, token: str) -> Response | str:
        """Confirm the address with a button, since virus scanners open every link of a mail."""
        if request.method == "GET":
            with guard.acting_as_system(db.session()):
                link = submissions.link_to_confirm(token)
                application = db.session.get(Application, link.subject_id)
                if application is None:
                    raise NotFound
                name = application.name
            return render_template("admission/apply/confirm.html", name=name)
        application = run_as_system(submissions.confirm, token, links=links())
        page = url_for(
            "ApplicationStatusView.show",
            token=links().status_token(application.id, application.status_nonce),
        )
        response = redirect_with_success(_("Your application has been received."), page)
        DRAFTED.forget(response)
        return response
