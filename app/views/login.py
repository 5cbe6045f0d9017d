"""Logging in and out."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from app.services import accounts
from app.views.base import View, run_as_system


class LoginForm(FlaskForm):  # type: ignore[misc]
    """Who, and with which password."""

    username = StringField(_l("Log-in name"), [InputRequired()])
    password = PasswordField(_l("Password"), [InputRequired()])


class LoginView(View):
    """`/login`, `/logout`."""

    route_base = ""
    default_view = "login"

    @expose("/login", methods=("GET", "POST"))
    def login(self) -> Response:
        form = LoginForm()
        if form.validate_on_submit():
            account = run_as_system(accounts.authenticate, form.username.data, form.password.data)
            if account is not None:
                session.clear()
                session.regenerate()  # type: ignore[attr-defined]
                login_user(account)
                return redirect(url_for("HomeView.index"), 303)
            flash(_("The log-in name or the password is not right."), "danger")
        code = 422 if request.method == "POST" else 200
        return make_response(render_template("accounts/login.html", form=form), code)

    @expose("/logout", methods=("POST",))
    def logout(self) -> Response:
        logout_user()
        session.clear()
        return redirect(url_for("HomeView.index"), 303)
