"""Referrals (紹介・声かけ): the register, and the link by which an organisation applies."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.extensions import db
from app.models.exchange.referral import Referral
from app.rules.states.common.table import verbs_from
from app.rules.states.exchange.referral import REFERRAL, ReferralVerb
from app.security import guard
from app.security.limits import limit_posts
from app.services.exchange import referrals
from app.views.admission.address_check import DRAFTED
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run_as_system,
    run_or_flash,
    viewer,
)
from app.views.registers.register import RegisterView


class ReferralView(RegisterView):
    """紹介・声かけ."""

    model = Referral
    adds = staticmethod(referrals.add)
    show_template = "exchange/referral.html"

    def more(self, entry: Referral) -> dict[str, Any]:
        possible = () if entry.retired_on else verbs_from(REFERRAL, entry.stage)
        is_open = entry.stage in referrals.OPEN and not entry.retired_on
        return {
            "verbs": [verb.value for verb in possible if verb in referrals.BY_HAND],
            "link": links().referral(entry.id, entry.nonce) if is_open else "",
        }

    @expose("/<pk>/stages/<verb>", methods=("POST",))
    @has_access
    @permission_name("keep")
    def move(self, pk: str, verb: str) -> Response:
        if verb not in set(ReferralVerb):
            abort(404)
        if run_or_flash(referrals.move, pk, ReferralVerb(verb)):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)


class ReferralLinkView(View):
    """`/referrals/join/<token>`: opening it changes nothing, the button begins the application."""

    route_base = "/referrals"
    default_view = "join"

    @expose("/join/<token>", methods=("GET", "POST"))
    @has_access
    @limit_posts("60 per hour")
    def join(self, token: str) -> Response | str | tuple[str, int]:
        named = links().read_referral_token(token)
        try:
            if request.method == "POST":
                kept = run_as_system(referrals.begin, *named, DRAFTED.name)
                response: Response = redirect(url_for("ApplyView.form"), 303)
                DRAFTED.remember(response, kept)
                return response
            with guard.acting_as_system(db.session()):
                entry = referrals.by_link(viewer(), *named)
                name, by = entry.name, str(entry.organisation or "")
        except NotFound:
            return render_template("exchange/join_over.html"), 404
        return render_template("exchange/join.html", name=name, by=by)
