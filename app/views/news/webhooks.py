"""Webhooks: receivers outside that are told of what is public."""

from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.news.webhooks import WebhookEvent
from app.services.news import webhooks
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.news.webhooks import WebhookForm

VERBS: dict[str, Any] = {
    "rotate": webhooks.rotate,
    "off": webhooks.turn_off,
    "on": webhooks.turn_on,
}


class WebhookView(View):
    """`/webhooks`."""

    route_base = "/webhooks"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Response:
        return self._list_page(WebhookForm())

    @expose("/", methods=("POST",))
    @has_access
    @permission_name("list")
    @recently_authenticated
    def create(self) -> Response:
        form = WebhookForm()
        made = form.validate() and run_for_form(
            form,
            webhooks.create,
            url=form.url.data,
            purpose=form.purpose.data,
            events=form.events.data,
        )
        if made:
            return redirect_with_success(
                _("The receiver has been added. Show its secret and hand it over."),
                url_for(".show", pk=made.id),
            )
        return self._list_page(form)

    @expose("/<int:pk>")
    @has_access
    @permission_name("list")
    def show(self, pk: int) -> str:
        return self._page(pk)

    @expose("/<int:pk>/secret", methods=("POST",))
    @has_access
    @permission_name("list")
    @recently_authenticated
    def reveal(self, pk: int) -> str:
        # Shown in the answer itself: a redirect would have to keep it somewhere meanwhile.
        return self._page(pk, run(webhooks.reveal, pk, key=current_app.config["SECRET_KEY"]))

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("list")
    def handle(self, pk: int, verb: str) -> Response:
        if verb not in VERBS:
            abort(404)
        if run_or_flash(VERBS[verb], pk):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/deliveries/<int:delivery>/replay", methods=("POST",))
    @has_access
    @permission_name("list")
    def replay(self, pk: int, delivery: int) -> Response:
        if run_or_flash(webhooks.replay, pk, delivery):
            return redirect_with_success(
                _("It is sent again within a minute."), url_for(".show", pk=pk)
            )
        return redirect(url_for(".show", pk=pk), 303)

    def _list_page(self, form: WebhookForm) -> Response:
        page = render_template("news/webhooks.html", form=form, found=webhooks.every(viewer()))
        return make_response(page, 422 if form.is_submitted() else 200)

    def _page(self, pk: int, secret: str = "") -> str:
        return render_template(
            "news/webhook.html",
            webhook=webhooks.one(viewer(), pk),
            deliveries=webhooks.deliveries(viewer(), pk),
            secret=secret,
            events=WebhookEvent,
        )
