"""Logging in and out."""

from datetime import datetime

from flask import current_app, make_response, redirect, render_template, request, session, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response

from app.errors import StaleState
from app.security.limits import limit_posts
from app.services.accounts import authentication
from app.views.accounts import authentication as proof
from app.views.accounts import log_in
from app.views.common import preserved_forms
from app.views.common.base import View, run, viewer
from app.views.common.formats import time_of_day
from app.views.forms.accounts.login import CodeForm, LoginForm, add_error


class LoginView(View):
    """`/login`, `/login/code`, `/logout`."""

    route_base = ""
    default_view = "login"

    @expose("/login", methods=("GET", "POST"))
    @has_access
    @limit_posts("200 per 10 minutes")
    def login(self) -> Response:
        form = LoginForm()
        if request.method == "GET":
            form.next.data = request.args.get("next", "")
            preserved_forms.announce()
        code = 200 if request.method == "GET" else 422
        if form.validate_on_submit():
            found = proof.by_password(form.username.data, form.password.data)
            if found.account is not None:
                target = form.next.data or ""
                return log_in.enter(found.account, by="password", target=target)
            if found.paused_until is not None:
                code = 429
                add_error(form, "password", wait_until(found.paused_until))
            else:
                add_error(form, "password", _("The login name or password is incorrect."))
        directory = current_app.config["OIDC_LABEL"] if current_app.config["OIDC_ISSUER"] else ""
        page = render_template("accounts/login.html", form=form, directory=directory)
        return make_response(page, code)

    @expose("/login/code", methods=("GET", "POST"))
    @has_access
    @permission_name("login")
    @limit_posts("200 per 10 minutes")
    def code(self) -> Response:
        """Handle the second step, for users with a second factor."""
        waiting = log_in.waiting()
        if waiting is None:
            raise StaleState(authentication.TOO_LATE)
        form = CodeForm()
        status = 200 if request.method == "GET" else 422
        if form.validate_on_submit():
            right = proof.by_code(waiting["account_id"], form.code.data, waiting["mailed"])
            if right is True:
                return log_in.complete(
                    waiting["account_id"],
                    by=f"{waiting['by']}+{'mail' if waiting['mailed'] else 'code'}",
                    target=waiting["target"],
                    factor="mail" if waiting["mailed"] else "totp",
                    since=datetime.fromisoformat(waiting["since"]),
                )
            if isinstance(right, datetime):
                status = 429
                add_error(form, "code", wait_until(right))
            else:
                add_error(form, "code", _("The confirmation code is incorrect."))
        page = render_template("accounts/code.html", form=form, is_mailed=bool(waiting["mailed"]))
        return make_response(page, status)

    @expose("/logout", methods=("POST",))
    @has_access
    def logout(self) -> Response:
        if viewer().account_id is not None:
            run(authentication.log_out)
        logout_user()
        session.clear()
        response = redirect(url_for("HomeView.index"), 303)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def wait_until(moment: datetime) -> str:
    """Return the message during the pause, which is the same for an unknown name."""
    return _(
        "Too many failed attempts. Try again after %(time)s, or reset your password by e-mail.",
        time=time_of_day(moment),
    )
