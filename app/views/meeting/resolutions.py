"""The public register of resolutions (議決一覧)."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.services.meeting import resolution_records, resolution_register
from app.views.common.base import View, viewer
from app.views.common.listing import listing
from app.views.common.paging import page_number


class ResolutionView(View):
    """`/resolutions`."""

    route_base = "/resolutions"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        entries, total = resolution_register.page(viewer(), number)
        return render_template(
            "meeting/resolutions/list.html",
            entries=entries,
            total=total,
            number=number,
        )

    @expose("/<int:sequence>")
    @has_access
    def show(self, sequence: int) -> str:
        return render_template(
            "meeting/resolutions/show.html",
            entry=resolution_register.one(viewer(), sequence),
            may_open=viewer().has(*resolution_records.READERS),
        )
