"""A decision outside the batch, proposed by one officer and released by another."""

from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.admission import acceptance, application_queue, immediate
from app.views.accounts.reauthentication import recently_authenticated
from app.views.admission.applications import refusal_reason, shown
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.admission.decision import AtOnceForm, RefusalAtOnceForm
from app.views.forms.common.returning import ReturnForm


class AtOnceView(View):
    """`/applications/<pk>/accept-at-once`, `/applications/<pk>/refuse-at-once`."""

    route_base = "/applications"
    default_view = "accept"

    @expose("/<int:pk>/accept-at-once", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def accept(self, pk: int) -> Response:
        form = AtOnceForm()
        if form.validate_on_submit() and run_for_form(
            form, immediate.propose_acceptance, pk, form.reason.data
        ):
            return proposed(pk)
        return page("accept_at_once", pk, form)

    @expose("/<int:pk>/refuse-at-once", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def refuse(self, pk: int) -> Response:
        form = RefusalAtOnceForm(words=refusal_reason(application_queue.one(viewer(), pk)))
        if form.validate_on_submit() and run_for_form(
            form, immediate.propose_refusal, pk, form.reason.data, words=form.words.data
        ):
            return proposed(pk)
        return page("refuse_at_once", pk, form)

    @expose("/<int:pk>/release", methods=("POST",))
    @has_access
    @permission_name("decide")
    @recently_authenticated
    def release(self, pk: int) -> Response:
        words = _("Released and carried out. The letter is in the outbox.")
        return answer(pk, run_or_flash(immediate.release, pk, links=links()), words)

    @expose("/<int:pk>/send-back", methods=("POST",))
    @has_access
    @permission_name("decide")
    def send_back(self, pk: int) -> Response:
        form = ReturnForm()
        if form.validate() and run_for_form(form, immediate.send_back, pk, form.reason.data):
            return answer(pk, True, _("Sent back."))
        return shown(pk, returned=form)

    @expose("/<int:pk>/take-proposal-back", methods=("POST",))
    @has_access
    @permission_name("decide")
    def take_back(self, pk: int) -> Response:
        words = _("The proposal has been taken back.")
        return answer(pk, run_or_flash(immediate.take_back, pk), words)


def proposed(pk: int) -> Response:
    """Return to the application, with what comes next."""
    return answer(pk, True, _("Proposed. Another officer has to release it."))


def answer(pk: int, went: bool, words: str) -> Response:
    """Return to the application's page."""
    back = url_for("ApplicationView.show", pk=pk)
    return redirect_with_success(words, back) if went else redirect(back, 303)


def page(name: str, pk: int, form: Any) -> Response:
    """Return the page of a proposal; status 422 for a rejected one."""
    application = application_queue.one(viewer(), pk)
    content = render_template(
        f"admission/applications/{name}.html",
        form=form,
        application=application,
        verdict=acceptance.verdict(application),
    )
    return make_response(content, 422 if form.errors or form.form_errors else 200)
