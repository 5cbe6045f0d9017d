"""The page that puts a paper of this software to a platform meeting."""

from collections.abc import Callable
from typing import Any

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.meeting.agenda import ItemKind
from app.services.policy import meeting_papers
from app.views.common.base import redirect_with_success
from app.views.common.form_actions import run_for_form
from app.views.forms.policy.plan import MeetingPaperForm


def put(title: str, made: Callable[[], bytes], back: tuple[Any, str]) -> Response:
    """Answer the page, or add the item. made: returns the PDF; back: label and address."""
    form = MeetingPaperForm()
    if form.validate_on_submit():
        item = run_for_form(
            form,
            meeting_papers.put,
            int(form.meeting.data),
            ItemKind(form.kind.data),
            title=title,
            text=form.text.data or "",
            content=made(),
        )
        if item is not None:
            url = url_for("MeetingView.show", pk=item.meeting_id)
            return redirect_with_success(_("The item has been added to the agenda."), url)
    page = render_template("policy/meeting_paper.html", form=form, title=title, back=back)
    return make_response(page, 422 if request.method == "POST" else 200)
