"""The meeting in large type, for the screen of the room and of the online meeting."""

from flask import render_template
from flask_appbuilder import expose, has_access, permission_name

from app.services.meeting import projector
from app.views.common.base import View, viewer
from app.views.common.etags import polled


class ProjectorView(View):
    """`/meetings/<pk>/projector`, shown by the secretariat."""

    route_base = "/meetings"
    default_view = "show"

    @expose("/<int:pk>/projector")
    @has_access
    def show(self, pk: int) -> str:
        return render_template("meeting/projector/show.html", board=projector.board(viewer(), pk))

    @expose("/<int:pk>/projector/live")
    @has_access
    @permission_name("show")
    @polled
    def live(self, pk: int) -> str:
        return render_template("meeting/projector/_live.html", board=projector.board(viewer(), pk))
