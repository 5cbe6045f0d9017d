"""The ways out for letters (送信経路): which mail servers take them, and since when one does not."""

from flask import current_app, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from app.rules.post.routes import Servers
from app.services.post import lanes
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer


class LaneView(View):
    """`/mail-lanes`."""

    route_base = "/mail-lanes"
    default_view = "list"
    stands_under = "OutboxView"

    @expose("/")
    @has_access
    def list(self) -> str:
        actor, settings = viewer(), current_app.config
        servers = Servers(settings["SMTP_URL"], settings["SMTP_ROUTES"])
        return render_template(
            "post/lanes/list.html",
            lanes=lanes.listed(actor),
            waiting=lanes.waiting(actor, servers),
            pauses=lanes.pauses(actor),
        )

    @expose("/<int:pk>/resume", methods=("POST",))
    @has_access
    @permission_name("handle")
    def resume(self, pk: int) -> Response:
        if run_or_flash(lanes.resume, pk):
            return redirect_with_success(_("Letters are sent again."), url_for(".list"))
        return redirect(url_for(".list"), 303)
