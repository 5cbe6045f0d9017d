"""The council's own rules (法第19条), entered by the secretariat after the council's decision."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.council.council import Council
from app.rules.regulations.comparison import compare
from app.rules.regulations.regulation_text import NOTHING, written
from app.services.council import councils
from app.services.council import rules as council_rules
from app.services.council.rules import SLUG
from app.views.common.base import View, redirect_with_success
from app.views.common.form_actions import run_for_form
from app.views.forms.council.texts import CouncilRulesForm


class CouncilRulesView(View):
    """`/regulations/council-rules/amend`: side-by-side comparison first, then entry into force."""

    route_base = "/regulations"
    default_view = "amend"

    @expose("/council-rules/amend", methods=("GET", "POST"))
    @has_access
    def amend(self) -> Response:
        council, old = councils.required(), council_rules.latest()
        form = CouncilRulesForm(slug=SLUG, data=latest(council))
        verb = form.since_opened(council_rules.enter, lambda: latest(councils.locked()))
        changes: list[Any] = []
        if form.validate_on_submit():
            changes = compare(old.text if old else NOTHING, form.parsed)
            if request.form.get("sure") == "1":
                values = (form.parsed, form.in_force_from.data)
                if run_for_form(form, verb, *values, basis=form.basis.data or ""):
                    words = _(
                        "The council's rules have been registered. The previous version is kept."
                    )
                    return redirect_with_success(words, url_for("RegulationView.list"))
        page = render_template("council/rules.html", form=form, changes=changes)
        return make_response(page, 422 if form.errors else 200)


def latest(council: Council) -> dict[str, Any]:
    """Return the rules that a new version begins with, as data of the form."""
    old = council_rules.latest()
    return {
        "in_force_from": clock.today(),
        "name": old.title if old else f"{council.name}規程",
        "body": written(old.text) if old else "",
    }
