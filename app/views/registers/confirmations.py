"""The link by which a keeper confirms an entry: opening it changes nothing, the button does."""

from flask import make_response, render_template, request
from flask_appbuilder import expose, has_access
from werkzeug.wrappers import Response

from app.errors import StaleState
from app.extensions import db
from app.models.registers.entry import fields_of
from app.rules.membership.roster import Tier, may_see
from app.security import guard
from app.services.registers import freshness, texts
from app.views.common.base import View, links, run_as_system, viewer
from app.views.common.labels import label


class ConfirmationView(View):
    """`/confirm/<token>`."""

    route_base = "/confirm"
    default_view = "confirm"

    @expose("/<token>", methods=("GET", "POST"))
    @has_access
    def confirm(self, token: str) -> Response:
        link = links().read_entry_token(token)
        try:
            if request.method == "POST":
                entry = run_as_system(freshness.confirm, link)
                return self._page(title=str(entry), done=True)
            with guard.acting_as_system(db.session()):
                entry = freshness.of_link(viewer(), link)
                model = type(entry)
                words = texts.load(model, [entry], label)
                said = [
                    (field, words.text(field, getattr(entry, field.key)))
                    for field in fields_of(model)
                    if may_see(field.tier, Tier.MEMBERS)
                ]
                return self._page(title=str(entry), said=said)
        except StaleState as stale:
            return self._page(message=stale.message)

    def _page(self, **shown: object) -> Response:
        page = render_template("registers/confirm.html", **shown)
        return make_response(page, 409 if "message" in shown else 200)
