"""Passwords: forgotten, reset by the mailed link, or changed."""

from time import monotonic, sleep

from flask import make_response, render_template, request
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.security.limits import form_value, limit_posts
from app.services.accounts import credentials
from app.views.accounts import log_in
from app.views.common.base import View, links, redirect_with_success, run, run_as_system
from app.views.forms.accounts.login import (
    ChangePasswordForm,
    ForgottenForm,
    NewPasswordForm,
    add_error,
)

ANSWER_AFTER = 0.3
"""Seconds; longer than writing the letter takes, which would reveal that the account exists."""


class PasswordView(View):
    """`/password/forgotten`, `/password/reset/<token>`, `/account/password`."""

    route_base = ""
    default_view = "forgotten"

    @expose("/password/forgotten", methods=("GET", "POST"))
    @has_access
    @permission_name("reset")
    @limit_posts("100 per hour")
    @limit_posts("10 per hour", by=form_value("username"))
    def forgotten(self) -> Response:
        """Respond in the same way and after the same time, whether or not the account exists."""
        begun = monotonic()
        form = ForgottenForm()
        if form.validate_on_submit():
            run_as_system(credentials.forget_password, form.username.data, links=links())
            sleep(max(0.0, begun + ANSWER_AFTER - monotonic()))
            return make_response(render_template("accounts/forgotten_sent.html"))
        status = 200 if request.method == "GET" else 422
        return make_response(render_template("accounts/forgotten.html", form=form), status)

    @expose("/password/reset/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("reset")
    @limit_posts("100 per hour")
    def reset(self, token: str) -> Response:
        account = run_as_system(credentials.open_reset, token)
        username = account.username
        form = NewPasswordForm()
        if form.validate_on_submit():
            try:
                account = run_as_system(credentials.reset_password, token, form.password.data)
            except RuleViolation as weak:
                add_error(form, "password", weak.message)
            else:
                response = redirect_with_success(
                    _("The new password has been set. Log in with it."), log_in.log_in_address()
                )
                log_in.know_device(response, account.id)
                return response
        status = 200 if request.method == "GET" else 422
        page = render_template("accounts/new_password.html", form=form, username=username)
        return make_response(page, status)

    @expose("/account/password", methods=("GET", "POST"))
    @has_access
    @permission_name("change")
    @limit_posts("100 per hour")
    def change(self) -> Response:
        form = ChangePasswordForm()
        if form.validate_on_submit():
            try:
                run(
                    credentials.change_password,
                    form.old.data,
                    form.password.data,
                    session_id=log_in.server_session().row_id,
                )
            except RuleViolation as refusal:
                add_error(form, refusal_field(refusal), refusal.message)
            else:
                log_in.server_session().regenerate()
                log_in.record_authentication()
                return redirect_with_success(
                    _("The password has been changed."), log_in.account_address()
                )
        status = 200 if request.method == "GET" else 422
        page = render_template(
            "accounts/change_password.html", form=form, username=current_user.username
        )
        return make_response(page, status)


def refusal_field(refusal: RuleViolation) -> str:
    """Return the field that caused the refusal of a change."""
    return "old" if isinstance(refusal, credentials.WrongPassword) else "password"
