"""The whole roster as a file, for the secretariat."""

from flask import make_response, render_template, request
from flask_appbuilder import expose, has_access
from werkzeug.wrappers import Response

from app.security.limits import limit_posts
from app.services.roster import exports
from app.views.common.base import View, run
from app.views.common.files import XLSX, download
from app.views.forms.roster.imports import ExportForm

ENDINGS = {
    "xlsx": ("xlsx", XLSX),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "cp932": ("csv", "text/csv; charset=Shift_JIS"),
}


class ExportView(View):
    """`/exports`."""

    route_base = "/exports"
    default_view = "write"

    @expose("/", methods=("GET", "POST"))
    @has_access
    @limit_posts("120 per hour")
    def write(self) -> Response:
        form = ExportForm()
        if request.method == "GET" or not form.validate():
            status = 200 if request.method == "GET" else 422
            return make_response(render_template("roster/imports/export.html", form=form), status)
        content, missing = run(
            exports.export,
            day=form.day.data,
            former=form.former.data,
            columns=form.columns.data,
            form=form.form.data,
            anyway=form.anyway.data,
        )
        if missing and not form.anyway.data:
            page = render_template("roster/imports/export.html", form=form, missing=missing)
            return make_response(page, 422)
        ending, media_type = ENDINGS[form.form.data]
        return download(content, media_type, f"roster-full-{form.day.data.isoformat()}.{ending}")
