"""Offers to the municipalities' comprehensive support (重層的支援体制整備事業への参画)."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.models.policy.support_offer import SupportOffer
from app.rules.policy.offers import OfferAnswer
from app.services.policy import offers
from app.services.registers import entries
from app.views.common.base import redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.policy.offer_answer import OfferAnswerForm
from app.views.registers.register import RegisterView


class SupportOfferView(RegisterView):
    """参画の申出, with the page of the municipality's answer."""

    model = SupportOffer
    adds = staticmethod(offers.add)
    show_template = "policy/support_offer.html"

    def more(self, entry: SupportOffer) -> dict[str, Any]:
        return {"may_answer": offers.may_answer(viewer(), entry)}

    @expose("/<pk>/answer", methods=("GET", "POST"))
    @has_access
    def answer(self, pk: str) -> Response:
        offer = entries.one(SupportOffer, pk)
        if not offers.may_answer(viewer(), offer):
            raise NotFound
        form = OfferAnswerForm(obj=offer)
        if form.validate_on_submit():
            verb = form.since_opened(offers.answer, lambda: offers.locked(viewer(), pk))
            given, text = OfferAnswer(form.answer.data), form.answer_text.data
            if run_for_form(form, verb, pk, given, text) is not None:
                return redirect_with_success(
                    _("The answer has been saved."), url_for(".show", pk=pk)
                )
        page = render_template(
            "policy/offer_answer.html", form=form, offer=entries.one(SupportOffer, pk)
        )
        return make_response(page, 422 if request.method == "POST" else 200)
