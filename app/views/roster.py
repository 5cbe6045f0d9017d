"""The roster (団体名簿), for everyone to the extent of their tier."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.services import roster
from app.views.base import View, viewer


class RosterView(View):
    """`/roster`."""

    route_base = "/roster"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        return render_template("roster/list.html", entries=roster.entries(viewer()))
