"""The logged-in user's own account: profile, e-mail address, sessions."""

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.models.accounts.user import Account
from app.security.limits import limit_posts
from app.services.accounts import credentials, second_factor, sessions
from app.views.accounts import log_in
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run,
    run_as_system,
    run_or_flash,
    viewer,
)
from app.views.common.form_actions import run_for_form
from app.views.common.locale import current_locale, remember
from app.views.forms.accounts.accounts import ROLE_LABELS, EmailForm, ProfileForm
from app.views.forms.accounts.login import add_error


class AccountView(View):
    """`/account`, `/account/edit`, `/account/email`, `/account/sessions`."""

    route_base = "/account"
    default_view = "show"

    @expose("/")
    @has_access
    @permission_name("use")
    def show(self) -> str:
        return render_template(
            "accounts/account.html",
            account=current_user,
            roles=[ROLE_LABELS[role] for role in ROLE_LABELS if role in viewer().roles],
            language=current_app.config["LANGUAGES"][current_user.locale or current_locale()][
                "name"
            ],
            codes_left=second_factor.codes_left(current_user.id),
            sessions=len(sessions.mine(viewer())),
        )

    @expose("/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("use")
    def edit(self) -> Response:
        form = ProfileForm(data=own_data(current_user))
        verb = form.since_opened(
            credentials.change_profile, lambda: own_data(credentials.own(viewer()))
        )
        if form.validate_on_submit() and run_for_form(
            form,
            verb,
            family_name=form.family_name.data,
            given_name=form.given_name.data or "",
            position=form.position.data or "",
            locale=form.locale.data,
        ):
            response = redirect_with_success(_("Saved."), url_for(".show"))
            remember(response, form.locale.data)
            return response
        status = 200 if request.method == "GET" else 422
        return make_response(render_template("accounts/edit_profile.html", form=form), status)

    @expose("/email", methods=("GET", "POST"))
    @has_access
    @permission_name("use")
    @recently_authenticated
    @limit_posts("20 per hour")
    def email(self) -> Response:
        form = EmailForm()
        if form.validate_on_submit():
            try:
                run(credentials.request_email_change, form.email.data, links=links())
            except RuleViolation as refusal:
                add_error(form, "email", refusal.message)
            else:
                return redirect_with_success(
                    _(
                        "A confirmation link has been sent to the new address. Open it to complete the change."
                    ),
                    url_for(".show"),
                )
        status = 200 if request.method == "GET" else 422
        page = render_template("accounts/email.html", form=form, present=current_user.email)
        return make_response(page, status)

    @expose("/email/confirm/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("confirm_email")
    @limit_posts("100 per hour")
    def confirm_email(self, token: str) -> Response:
        """Confirm the new e-mail address with a button.

        Mail programs open links, so a GET must not change anything.
        """
        if request.method == "GET":
            address = run_as_system(credentials.read_email, token)
            page = render_template("accounts/confirm_email.html", address=address)
            return make_response(page)
        run_as_system(credentials.confirm_email, token)
        return redirect_with_success(
            _("The e-mail address has been changed."), url_for("HomeView.index")
        )

    @expose("/sessions")
    @has_access
    @permission_name("use")
    def sessions(self) -> str:
        return render_template(
            "accounts/sessions.html",
            sessions=sessions.mine(viewer()),
            current=log_in.server_session().row_id,
            idle=current_app.config["SESSION_IDLE"],
            absolute=current_app.config["SESSION_ABSOLUTE"],
        )

    @expose("/sessions/<int:pk>/end", methods=("POST",))
    @has_access
    @permission_name("use")
    def end_session(self, pk: int) -> Response:
        if run_or_flash(sessions.end, pk):
            return redirect_with_success(_("The session has been ended."), url_for(".sessions"))
        return redirect(url_for(".sessions"), 303)

    @expose("/sessions/end-others", methods=("POST",))
    @has_access
    @permission_name("use")
    def end_other_sessions(self) -> Response:
        if run_or_flash(sessions.end_others, log_in.server_session().row_id):
            return redirect_with_success(
                _("All other sessions have been ended."), url_for(".sessions")
            )
        return redirect(url_for(".sessions"), 303)


def own_data(account: Account) -> dict[str, str]:
    """Return one's own account as data of its form."""
    return {
        "family_name": account.last_name,
        "given_name": account.first_name,
        "position": account.position,
        "locale": account.locale or current_app.config["BABEL_DEFAULT_LOCALE"],
    }
