"""Reauthentication before a dangerous action."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.security.limits import limit_posts
from app.views.accounts import authentication, log_in
from app.views.accounts.login import wait_until
from app.views.common.base import View
from app.views.common.urls import safe_next
from app.views.forms.accounts.login import ReauthenticationForm, add_error

F = TypeVar("F", bound=Callable[..., Any])
NOT_HELD = frozenset({"csrf_token", "reauth_password", "reauth_code"})


def recently_authenticated(view: F) -> F:
    """Decorate a view, below @has_access: require password or code within the last ten minutes.

    A GET page is shown afterwards. The fields of a POST are held in the reauthentication page and
    submitted with the proof, so that no input is lost; only files have to be chosen again.
    """

    @wraps(view)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        if log_in.authenticated_recently():
            return view(self, *args, **kwargs)
        if request.method != "POST":
            return redirect(url_for("ReauthenticationView.ask", next=this_page()), 303)
        form = ReauthenticationForm()
        if proved(form):
            return view(self, *args, **kwargs)
        return reauthentication_page(form, action=this_page(), held=held_fields(), status=403)

    return cast(F, guarded)


class ReauthenticationView(View):
    """`/reauthenticate?next=`."""

    route_base = "/reauthenticate"
    default_view = "ask"

    @expose("/", methods=("GET", "POST"))
    @has_access
    @limit_posts("200 per 10 minutes")
    def ask(self) -> Response:
        form = ReauthenticationForm()
        target = safe_next(request.args.get("next"))
        if request.method == "POST" and proved(form):
            return redirect(target, 303)
        status = 200 if request.method == "GET" else 422
        return reauthentication_page(
            form, action=url_for(".ask", next=target), held=[], status=status
        )


def this_page() -> str:
    """Return path and query of this request."""
    return request.full_path.rstrip("?")


def held_fields() -> list[tuple[str, str]]:
    """Return the submitted fields, to be submitted again with the proof."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name.rpartition("-")[2] not in NOT_HELD
    ]


def proved(form: ReauthenticationForm) -> bool:
    """Whether the submitted password or code is right; show an error in the form if not."""
    password, code = form.reauth_password.data or "", form.reauth_code.data or ""
    if not (password or code) or not form.validate():
        return False
    if code and current_user.totp_secret is not None:
        outcome: bool | datetime = authentication.by_code(current_user.id, code)
        field, wrong = "reauth_code", _("The confirmation code is incorrect.")
    else:
        found = authentication.by_password(current_user.username, password)
        outcome = found.paused_until or found.account is not None
        field, wrong = "reauth_password", _("The password is incorrect.")
    if outcome is True:
        log_in.record_authentication()
        return True
    add_error(form, field, wait_until(outcome) if isinstance(outcome, datetime) else wrong)
    return False


def reauthentication_page(
    form: ReauthenticationForm, *, action: str, held: list[tuple[str, str]], status: int
) -> Response:
    """Return the reauthentication page."""
    directory = current_app.config["OIDC_LABEL"] if current_app.config["OIDC_ISSUER"] else ""
    page = render_template(
        "accounts/reauthenticate.html",
        form=form,
        action=action,
        held=held,
        has_files=any(file.filename for file in request.files.values()),
        has_password=bool(current_user.password),
        has_code=current_user.totp_secret is not None,
        directory=directory if current_user.oidc_subject else "",
    )
    return make_response(page, 422 if form.errors else status)
