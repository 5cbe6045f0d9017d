"""A minor amendment of the guideline, which needs no resolution (要領第6条)."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.rules.regulations.comparison import compare
from app.rules.regulations.regulation_text import written
from app.services.regulations import enactments, regulations
from app.services.regulations.enactments import GUIDELINE
from app.views.common.base import View, redirect_with_success
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.agenda import MinorAmendmentForm


class MinorAmendmentView(View):
    """`/regulations/guideline/amend`: side-by-side comparison first, then entry into force."""

    route_base = "/regulations"
    default_view = "amend"

    @expose("/guideline/amend", methods=("GET", "POST"))
    @has_access
    def amend(self) -> Response:
        old = regulations.one(GUIDELINE, clock.today())
        form = MinorAmendmentForm(of=old, data=in_force())
        changes: list[Any] = []
        if form.validate_on_submit():
            changes = compare(old.text, form.parsed)
            if request.form.get("sure") == "1":
                verb = form.since_opened(enactments.amend_slightly, in_force)
                made = run_for_form(
                    form,
                    verb,
                    form.parsed,
                    form.in_force_from.data,
                    reason=form.reason.data or "",
                )
                if made is not None:
                    words = _("The amendment has been recorded. The previous text is kept.")
                    return redirect_with_success(
                        words, url_for("RegulationView.show", slug=GUIDELINE)
                    )
        page = render_template("regulations/amend.html", form=form, regulation=old, changes=changes)
        return make_response(page, 422 if form.errors else 200)


def in_force() -> dict[str, Any]:
    """Return what an amendment begins with, as data of its form."""
    text = regulations.one(GUIDELINE, clock.today()).text
    return {"body": written(text), "in_force_from": clock.today()}
