"""Emergency access (緊急閲覧): by alias, reason and second factor, with a review afterwards."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app, g, make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.emergency import HOURS
from app.security.limits import limit_posts
from app.services.cases import cases, emergencies
from app.views.accounts import authentication, log_in
from app.views.accounts.login import wait_until
from app.views.accounts.reauthentication import recently_authenticated
from app.views.cases.access import case_page
from app.views.cases.case_pages import shown
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.accounts.login import add_error
from app.views.forms.cases.requests import EmergencyForm, ReviewForm


def by_account() -> str:
    """Return the rate-limit key of the account, independent of the client address."""
    return f"emergency:{g.viewer.account_id}"


class EmergencyView(View):
    """`/cases/emergency`, `/cases/<case_id>/emergencies`."""

    route_base = "/cases"
    default_view = "begin"

    @expose("/emergency", methods=("GET", "POST"))
    @has_access
    @limit_posts("10 per hour", by=by_account)
    def begin(self) -> Response:
        if current_user.totp_secret is not None or log_in.came_by_directory_recently():
            return self._answer()
        if current_app.config["DEMONSTRATION"]:
            return self._after_password()
        here = url_for(".begin")  # the directory checks the second factor
        return redirect(url_for("DirectoryView.start", again=1, next=here), 303)

    @recently_authenticated
    def _after_password(self) -> Response:
        return self._answer()

    def _answer(self) -> Response:
        form = EmergencyForm(cases.own_terms(viewer()))
        if form.validate_on_submit() and proved(form):
            case = run_for_form(
                form,
                emergencies.begin,
                term_id=int(form.term.data),
                alias=form.case_alias.data,
                reason=form.reason.data,
                links=links(),
            )
            if case is not None:
                words = _(
                    "You can read all sections of this case for %(hours)s hours.", hours=HOURS
                )
                return redirect_with_success(words, url_for("CaseView.show", case_id=case.id))
        form.code.data = ""
        html = render_template(
            "cases/emergencies/begin.html",
            form=form,
            hours=HOURS,
            has_code=current_user.totp_secret is not None,
        )
        return make_response(html, 422 if form.errors or form.form_errors else 200)

    @expose("/<case_id>/emergencies")
    @has_access
    @case_page()
    def list(self, case: SupportCase) -> str:
        return page(case)

    @expose("/<case_id>/emergencies/<access_id>", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("review")
    def review(self, case: SupportCase, access_id: str) -> Response:
        form, url = ReviewForm(prefix=access_id), url_for(".list", case_id=case.id)
        if not form.validate():
            return make_response(page(case, {access_id: form}), 422)
        verdict = form.justified.data == "yes"
        if run_or_flash(
            emergencies.review, case.id, access_id, was_justified=verdict, note=form.note.data
        ):
            return redirect_with_success(_("The review result has been recorded."), url)
        return redirect(url, 303)


def proved(form: EmergencyForm) -> bool:
    """Whether the submitted code is right; True for accounts that have no code here."""
    if current_user.totp_secret is None:
        return True
    outcome = authentication.by_code(current_user.id, form.code.data or "")
    if outcome is True:
        log_in.record_authentication()
        return True
    wrong = (
        wait_until(outcome)
        if isinstance(outcome, datetime)
        else _("The confirmation code is incorrect.")
    )
    add_error(form, "code", wrong)
    return False


def page(case: SupportCase, sent: Mapping[str, ReviewForm] | None = None) -> str:
    """Return the page of all emergency accesses and pending reviews. sent: the form in error."""
    forms = sent or {}
    found = [
        (
            access,
            emergencies.said(access),
            forms.get(access.id) or ReviewForm(None, prefix=access.id),
        )
        for access in emergencies.of_case(viewer(), case.id)
    ]
    return shown("cases/cases/emergencies.html", case, found=found, own=viewer().account_id)
