"""Acceptance of an invitation: the invited person sets a password."""

from flask import make_response, render_template, request
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.security.limits import limit_posts
from app.services.accounts import invitations
from app.views.accounts import log_in
from app.views.common.base import View, redirect_with_success, run_as_system
from app.views.forms.accounts.login import NewPasswordForm, add_error


class InvitationView(View):
    """`/invitation/<token>`."""

    route_base = "/invitation"
    default_view = "accept"

    @expose("/<token>", methods=("GET", "POST"))
    @has_access
    @limit_posts("100 per hour")
    def accept(self, token: str) -> Response:
        account = run_as_system(invitations.open_invitation, token)
        shown = {
            "username": account.username,
            "name": account.get_full_name(),
            "organisation": account.organisation.name if account.organisation else "",
        }
        form = NewPasswordForm()
        if form.validate_on_submit():
            try:
                account = run_as_system(invitations.accept, token, form.password.data)
            except RuleViolation as weak:
                add_error(form, "password", weak.message)
            else:
                response = redirect_with_success(
                    _("Your account is ready. Log in with the password you have just set."),
                    log_in.log_in_address(),
                )
                log_in.know_device(response, account.id)
                return response
        status = 200 if request.method == "GET" else 422
        page = render_template("accounts/invitation.html", form=form, **shown)
        return make_response(page, status)
