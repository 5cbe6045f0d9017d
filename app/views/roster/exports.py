"""The whole roster as a file, for the secretariat."""

from collections.abc import Sequence

from flask import make_response, render_template, request
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.security.limits import limit_posts
from app.services.roster import address_labels, exports
from app.views.common.base import View, run
from app.views.common.files import XLSX, download
from app.views.common.form_actions import run_for_form
from app.views.forms.roster.imports import ExportForm, LabelForm

ENDINGS = {
    "xlsx": ("xlsx", XLSX),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "cp932": ("csv", "text/csv; charset=Shift_JIS"),
}
PRESET_NAMES = (
    ("all", _l("Select all")),
    ("none", _l("Select none")),
    ("basic", _l("Overview")),
    ("post", _l("Addresses")),
    ("contact", _l("Contact persons")),
    ("import", _l("Columns of an import")),
)


class ExportView(View):
    """`/exports`."""

    route_base = "/exports"
    default_view = "write"
    stands_under = "ImportView"

    @expose("/", methods=("GET", "POST"))
    @has_access
    @limit_posts("120 per hour")
    def write(self) -> Response:
        form = ExportForm()
        preset = request.form.get("preset", "")
        if preset in exports.PRESETS:
            form.columns.data = list(exports.PRESETS[preset])
            return make_response(page(form))
        if request.method == "GET" or not form.validate():
            return make_response(page(form), 200 if request.method == "GET" else 422)
        content, missing = run(
            exports.export,
            day=form.day.data,
            former=form.former.data,
            columns=form.columns.data,
            form=form.form.data,
            anyway=form.anyway.data,
        )
        if missing and not form.anyway.data:
            return make_response(page(form, missing=missing), 422)
        ending, media_type = ENDINGS[form.form.data]
        return download(content, media_type, f"roster-full-{form.day.data.isoformat()}.{ending}")

    @expose("/labels.pdf", methods=("POST",))
    @has_access
    @permission_name("write")
    @limit_posts("60 per hour")
    def labels(self) -> Response:
        form = LabelForm()
        lacking: list[str] = []
        if form.validate():
            made = run_for_form(
                form,
                address_labels.labels,
                day=clock.today(),
                on_a_sheet=int(form.on_a_sheet.data),
                anyway=form.anyway.data,
            )
            content, lacking = made or (b"", [])
            if content:
                return download(content, "application/pdf", f"labels-{clock.today()}.pdf")
        return make_response(page(ExportForm(formdata=None), labels=form, lacking=lacking), 422)


def page(
    form: ExportForm,
    *,
    missing: Sequence[str] = (),
    labels: LabelForm | None = None,
    lacking: Sequence[str] = (),
) -> str:
    """Return the page of both forms. missing: characters that Shift_JIS lacks; lacking: names."""
    return render_template(
        "roster/imports/export.html",
        form=form,
        missing=missing,
        labels=labels or LabelForm(formdata=None),
        lacking=lacking,
        presets=PRESET_NAMES,
    )
