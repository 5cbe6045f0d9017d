"""The first page: what the platform is, or what waits for whom."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.views.base import View


class HomeView(View):
    """`/`."""

    route_base = ""

    @expose("/")
    @has_access
    def index(self) -> str:
        return render_template("home/public.html")
