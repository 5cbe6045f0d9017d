"""The cases that the viewer coordinates (法第17条第2項): who leads, what is due, what is overdue."""

from flask import render_template
from flask_appbuilder import expose, has_access

from app.services.cases import caseload
from app.services.common.rows import PER_PAGE
from app.views.cases.access import council_page
from app.views.common.base import View, viewer
from app.views.common.paging import page_number


class CoordinationView(View):
    """`/cases/coordination`: empty for whoever coordinates none."""

    route_base = "/cases/coordination"
    default_view = "list"

    @expose("/")
    @has_access
    @council_page
    def list(self) -> str:
        loads, number = caseload.coordinated(viewer()), page_number()
        return render_template(
            "cases/coordination.html",
            loads=loads[(number - 1) * PER_PAGE : number * PER_PAGE],
            total=len(loads),
            per_page=PER_PAGE,
            number=number,
        )
