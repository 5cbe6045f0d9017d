"""The naming of a coordinator (法第17条第2項): proposed by an officer, confirmed by another person."""

from collections.abc import Callable
from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.security.viewer import Role, Viewer
from app.services.cases import coordinators
from app.services.common import approvals
from app.services.council import namings, rules
from app.services.council.namings import KIND
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.council.persons import ConfirmationForm


class NamingView(View):
    """`/council/namings`."""

    route_base = "/council/namings"
    default_view = "show"

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    def show(self, pk: int) -> Response:
        term = namings.one(viewer(), pk)
        needs_paper = not namings.named()
        form = ConfirmationForm(needs_paper)
        if form.validate_on_submit() and run_for_form(
            form, coordinators.confirm, pk, links(), form.consent()
        ):
            return redirect_with_success(
                _("The coordinator has been confirmed. The managers of the cases are told."),
                there(pk),
            )
        proposal = approvals.last(KIND, pk)
        page = render_template(
            "council/naming.html",
            term=term,
            form=form,
            proposal=proposal,
            is_pending=proposal is not None and proposal.open_key is not None,
            own_id=viewer().account_id,
            may_confirm=namings.may_confirm(viewer(), term),
            needs_paper=needs_paper,
            provision=rules.coordination(),
            is_officer=viewer().has(Role.SECRETARIAT),
        )
        return make_response(page, 422 if form.errors or form.form_errors else 200)

    @expose("/<int:pk>/propose", methods=("POST",))
    @has_access
    @permission_name("propose")
    def propose(self, pk: int) -> Response:
        return self._done(namings.propose, pk, _("The naming has been proposed."))

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("show")
    def take_back(self, pk: int) -> Response:
        return self._done(namings.take_back, pk, _("The naming has been taken back."))

    @expose("/<int:pk>/end", methods=("POST",))
    @has_access
    @permission_name("propose")
    def end(self, pk: int) -> Response:
        return self._done(coordinators.end_naming, pk, _("The naming has been ended."))

    @expose("/<int:pk>/paper")
    @has_access
    @permission_name("propose")
    def paper(self, pk: int) -> Response:
        term = namings.paper(viewer(), pk)
        return download(term.naming_paper, term.naming_media_type, term.naming_paper_name)

    def _done(self, verb: Callable[[Viewer, int], Any], pk: int, words: str) -> Response:
        if run_or_flash(verb, pk):
            return redirect_with_success(words, there(pk))
        return redirect(there(pk), 303)


def there(pk: int) -> str:
    """Return the URL of a naming."""
    return url_for("NamingView.show", pk=pk)
