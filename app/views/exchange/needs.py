"""Needs and offers (つなぎたい・手伝える), and the conversations about them."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models.exchange.need_offer import NeedOffer
from app.models.membership.organisation import Organisation
from app.rules.states.exchange.need_offer import NeedStage
from app.security.viewer import MEMBERS
from app.services.exchange import need_answers, need_offers
from app.views.common.base import links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.exchange.needs import NeedMessageForm
from app.views.registers.register import RegisterView


class NeedOfferView(RegisterView):
    """つなぎたい・手伝える."""

    model = NeedOffer
    show_template = "exchange/need.html"

    def more(self, entry: NeedOffer) -> dict[str, Any]:
        own = None
        if viewer().has(*MEMBERS) and viewer().organisation_id not in (None, entry.organisation_id):
            own = db.session.get_one(Organisation, viewer().organisation_id).public_id
        return {
            "threads": need_answers.threads(viewer(), entry),
            "own": own if entry.stage is NeedStage.OPEN and not entry.retired_on else None,
            "may_match": self._keeps(entry)
            and entry.stage is not NeedStage.MATCHED
            and not entry.retired_on,
        }

    @expose("/<pk>/answers/<member>", methods=("GET", "POST"))
    @has_access
    def answer(self, pk: str, member: str) -> Response:
        found = need_answers.conversation(viewer(), pk, member)
        form = NeedMessageForm()
        if form.validate_on_submit():
            sent = run_for_form(form, need_answers.write, pk, member, form.text.data, links=links())
            if sent is not None:
                return redirect_with_success(
                    _("The message has been sent. The other side is told by mail."),
                    url_for(".answer", pk=pk, member=member),
                )
        page = render_template(
            "exchange/answer.html",
            form=form,
            found=need_answers.conversation(viewer(), pk, member),
            entry=found.entry,
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<pk>/match", methods=("POST",))
    @has_access
    @permission_name("keep")
    def match(self, pk: str) -> Response:
        if run_or_flash(need_offers.match, pk):
            return redirect_with_success(
                _("Good to hear. It is counted in the annual report."), url_for(".show", pk=pk)
            )
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/unanswered")
    @has_access
    @permission_name("handle")
    def unanswered(self) -> str:
        return render_template(
            "exchange/unanswered.html",
            found=need_offers.unanswered(viewer()),
            counts=need_offers.counts(viewer()),
        )
