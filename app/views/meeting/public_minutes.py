"""Meetings and their minutes, for the public."""

from flask import render_template
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.services.meeting import minutes
from app.views.common.base import View, viewer
from app.views.common.files import pdf
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.meeting.minutes import set_paper


class PublicMinutesView(View):
    """`/minutes`."""

    route_base = ""
    default_view = "list"

    @expose("/minutes")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        found, total, with_minutes = minutes.register(viewer(), number)
        return render_template(
            "meeting/minutes/list.html",
            meetings=found,
            with_minutes=with_minutes,
            total=total,
            number=number,
        )

    @expose("/minutes/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        found = minutes.published(viewer(), pk)
        text = minutes.for_everyone(found)
        return render_template("meeting/minutes/public.html", minutes=found, text=text)

    @expose("/minutes/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        found = minutes.published(viewer(), pk)
        return pdf(set_paper(found, minutes.for_everyone(found)), f"minutes-{pk}")
