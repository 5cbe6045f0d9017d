"""The second factor: set-up, recovery codes, turning off."""

import base64

import segno
from flask import (
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.security.identity import needs_second_factor
from app.security.limits import limit_posts
from app.services.accounts import second_factor
from app.views.accounts import authentication, log_in
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.forms.accounts.login import CodeForm, add_error

NEW_SECRET = "new_second_factor"  # noqa: S105
"""Session key: the sealed secret shown to the authenticator app, until a code confirms it."""


class SecondFactorView(View):
    """`/account/second-factor`."""

    route_base = "/account/second-factor"
    default_view = "show"

    @expose("/")
    @has_access
    @permission_name("use")
    def show(self) -> str:
        return render_template(
            "accounts/second_factor.html",
            is_on=current_user.totp_secret is not None,
            codes_left=second_factor.codes_left(current_user.id),
            required=needs_second_factor(current_user),
        )

    @expose("/set-up", methods=("GET", "POST"))
    @has_access
    @permission_name("use")
    @recently_authenticated
    @limit_posts("100 per hour")
    def set_up(self) -> Response:
        secret = pending_secret()
        form = CodeForm()
        if form.validate_on_submit():
            try:
                codes = run(second_factor.turn_on, secret, form.code.data, authentication.sealer())
            except RuleViolation as wrong:
                add_error(form, "code", wrong.message)
            else:
                session.pop(NEW_SECRET)
                session[log_in.SECOND_FACTOR] = "totp"
                log_in.server_session().regenerate()
                return shown_once(codes)
        service = current_app.config["APP_NAME"]
        address = second_factor.address(secret, current_user.username, service)
        page = render_template(
            "accounts/second_factor_set_up.html",
            form=form,
            address=address,
            image=segno.make(address).svg_data_uri(scale=5, border=4, dark="#000", light="#fff"),
            secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            required=needs_second_factor(current_user) and current_user.totp_secret is None,
            may_skip=may_skip(),
        )
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/skip", methods=("POST",))
    @has_access
    @permission_name("use")
    def skip(self) -> Response:
        """Continue without a second factor, in the demonstration only."""
        if not may_skip():
            raise StaleState("2段階認証の設定は省略できません。")
        session[log_in.SECOND_FACTOR] = "skipped"
        return redirect(url_for("HomeView.index"), 303)

    @expose("/recovery-codes", methods=("POST",))
    @has_access
    @permission_name("use")
    @recently_authenticated
    def recovery_codes(self) -> Response:
        codes = run(second_factor.renew_codes, authentication.sealer())
        return shown_once(codes)

    @expose("/turn-off", methods=("POST",))
    @has_access
    @permission_name("use")
    @recently_authenticated
    def turn_off(self) -> Response:
        if run_or_flash(second_factor.turn_off):
            return redirect_with_success(
                _("Two-factor authentication has been turned off."), url_for(".show")
            )
        return redirect(url_for(".show"), 303)


def may_skip() -> bool:
    """Whether the user may continue without a required second factor."""
    skippable = current_app.config["DEMONSTRATION"] and needs_second_factor(current_user)
    return bool(skippable) and not session.get(log_in.SECOND_FACTOR)


def pending_secret() -> str:
    """Return the secret being set up, unchanged until confirmed: the app has already read it."""
    place = f"session:{viewer().account_id}"
    kept = session.get(NEW_SECRET)
    if kept is not None:
        return authentication.sealer().open(base64.b64decode(kept), place).decode()
    secret = second_factor.new_secret()
    sealed = authentication.sealer().seal(secret.encode(), place)
    session[NEW_SECRET] = base64.b64encode(sealed).decode()
    return secret


def shown_once(codes: list[str]) -> Response:
    """Return the page of the recovery codes, which must not be cached."""
    response = make_response(render_template("accounts/recovery_codes.html", codes=codes))
    response.headers["Cache-Control"] = "no-store"
    return response
