"""The registers of supporters and of their activities: the secretariat's."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.documents.support import supporter_card
from app.models.support.supporter import Supporter, SupporterActivity
from app.rules.states.common.table import verbs_from
from app.rules.states.support.supporter import SERVING, SUPPORTER, SupporterVerb
from app.services.registers import entries, texts
from app.services.support import supporters
from app.views.common.base import links, redirect_with_success, run_or_flash
from app.views.common.files import pdf
from app.views.forms.support.supporters import StageForm
from app.views.registers.register import RegisterView

STAGES: dict[SupporterVerb, Any] = {
    SupporterVerb.TRAIN: supporters.train,
    SupporterVerb.APPOINT: lambda *given: supporters.appoint(*given, links=links()),
    SupporterVerb.RENEW: supporters.renew,
}


class SupporterActivityView(RegisterView):
    """サポーターの活動."""

    model = SupporterActivity


class SupporterView(RegisterView):
    """サポーター."""

    model = Supporter
    show_template = "support/supporters/show.html"
    retire_verb = staticmethod(supporters.end)

    def more(self, entry: Supporter) -> dict[str, Any]:
        possible = () if entry.retired_on else verbs_from(SUPPORTER, entry.stage)
        return {
            "stage_form": StageForm(formdata=None),
            "verb": next((verb for verb in possible if verb in STAGES), None),
            "serves": entry.stage in SERVING,
        }

    @expose("/<pk>/stages/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def reach(self, pk: str, verb: str) -> Response:
        if verb not in STAGES:
            abort(404)
        form = StageForm()
        if not form.validate():
            flash(_("Enter the date."), "danger")
        elif run_or_flash(STAGES[SupporterVerb(verb)], pk, form.day.data):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<pk>/link", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_link(self, pk: str) -> Response:
        if run_or_flash(supporters.send_link, pk, links=links()):
            return redirect_with_success(_("The link is in the outbox."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<pk>/card")
    @has_access
    @permission_name("handle")
    def card(self, pk: str) -> Response:
        entry = entries.one(Supporter, pk)
        return card_of(entry) if entry.stage in SERVING else abort(404)


def card_of(supporter: Supporter) -> Response:
    """Return the card of a serving supporter as a PDF."""
    places = texts.load(Supporter, [supporter]).municipalities
    assert supporter.appointed_on is not None
    card = supporter_card.SupporterCard(
        name=supporter.name,
        kana=supporter.kana,
        number=supporter.number,
        kind=supporter.kind.label,
        appointed_on=supporter.appointed_on,
        until=supporter.term_until,
        area=[places[code] for code in supporter.area],
    )
    return pdf(supporter_card.pdf(card), f"supporter-{supporter.number}")
