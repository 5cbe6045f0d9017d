"""A member's statement (弁明) before the vote on its expulsion."""

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.filings.leaving import GROUND_ARTICLES
from app.rules.states.filings.expulsion import ExpulsionState
from app.services.filings import hearings
from app.views.common.base import View, redirect_with_success, run, viewer
from app.views.forms.filings.expulsions import StatementForm


class HearingView(View):
    """`/hearing`."""

    route_base = "/hearing"
    default_view = "list"

    @expose("/")
    @has_access
    @permission_name("state_case")
    def list(self) -> str:
        return render_template(
            "filings/expulsions/waiting.html", files=hearings.undecided(viewer())
        )

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("state_case")
    def show(self, pk: int) -> Response:
        file = hearings.mine(viewer(), pk)
        form = StatementForm()
        if form.validate_on_submit():
            run(hearings.state_case, pk, form.text.data)
            return redirect_with_success(
                _("Your statement has been received."), url_for(".show", pk=pk)
            )
        content = render_template(
            "filings/expulsions/mine.html",
            file=file,
            article=GROUND_ARTICLES[file.ground],
            is_open=file.state is ExpulsionState.HEARING,
            form=form,
        )
        return make_response(content, 422 if form.errors else 200)
