"""The import of a table into a register: file, columns, check, entry."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import bell
from app.errors import RuleViolation
from app.models.registers.entry import RegisterModel, fields_by_key, register_named
from app.models.registers.register_import import RegisterImport
from app.rules.states.registers.register_import import RegisterImportState, RowFate
from app.security.limits import limit_posts
from app.services.common import approvals, column_layouts, column_mappings
from app.services.common.spreadsheet_preview import Preview
from app.services.registers import import_rows, imports, texts
from app.views.common import column_pages
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.forms.common.column_mapping import ColumnMappingForm, mapping_form
from app.views.forms.registers.imports import StartForm, UploadForm
from app.views.forms.roster.imports import ReasonForm

MAPPED = (RegisterImportState.MAPPING, RegisterImportState.CHECKED)
VERBS = {
    "cancel": imports.cancel,
    "release": imports.release,
    "take-back": imports.take_back,
}
SHOWN_ROWS = 200


class RegisterImportView(View):
    """`/register-imports`."""

    route_base = "/register-imports"
    default_view = "show"

    @expose("/new/<key>", methods=("GET", "POST"))
    @has_access
    @permission_name("upload")
    @limit_posts("60 per hour")
    def upload(self, key: str) -> Response:
        model, form = _model(key), UploadForm()
        if form.validate_on_submit():
            file = form.file.data
            try:
                job = run(imports.upload, model, file.filename, file.read())
            except RuleViolation as refusal:
                form.file.errors = [refusal.message]
            else:
                return self._next(job.id)
        page = render_template(
            "registers/imports/upload.html",
            register=model.register,
            form=form,
            targets=import_rows.targets(model),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str | Response:
        if imports.one(viewer(), pk).state is RegisterImportState.MAPPING:
            return redirect(url_for(".columns", pk=pk))
        return page(pk, StartForm(formdata=None))

    @expose("/<int:pk>/columns", methods=("GET", "POST"))
    @has_access
    @permission_name("upload")
    def columns(self, pk: int) -> Response:
        job = imports.one(viewer(), pk)
        if job.state not in MAPPED:
            return redirect(url_for(".show", pk=pk))
        form = _mapping(job)
        if request.method == "POST" and form.validate():
            if run_for_form(form, imports.assign, pk, form.layout()) is not None:
                return self._next(pk)
            job = imports.one(viewer(), pk)
        return make_response(_columns_page(job, form), 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/start", methods=("POST",))
    @has_access
    @permission_name("upload")
    def start(self, pk: int) -> Response:
        form = StartForm()
        if form.validate() and run_for_form(
            form, imports.start, pk, skip_wrong=form.skip_wrong.data
        ):
            return self._next(pk)
        return make_response(page(pk, form), 422)

    @expose("/<int:pk>/return", methods=("POST",))
    @has_access
    @permission_name("upload")
    def send_back(self, pk: int) -> Response:
        form = ReasonForm()
        if form.validate() and run_for_form(form, imports.send_back, pk, form.reason.data):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return make_response(page(pk, StartForm(formdata=None), form), 422)

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("upload")
    def handle(self, pk: int, verb: str) -> Response:
        if verb not in VERBS:
            abort(404)
        if run_or_flash(VERBS[verb], pk):
            return self._next(pk)
        return redirect(url_for(".show", pk=pk), 303)

    def _next(self, pk: int) -> Response:
        bell.ring("register_imports.sweep")
        return redirect(url_for(".show", pk=pk), 303)


def _model(key: str) -> RegisterModel:
    return register_named(key) or abort(404)


def _mapping(job: RegisterImport) -> ColumnMappingForm:
    """Return the form for the columns of the sheet and heading line asked for."""
    preview = Preview.load(job.preview)
    layout = imports.proposal(job, *column_pages.asked_place(preview))
    found = column_layouts.headings(
        preview.sheets[layout.sheet], layout.heading_line, layout.heading_lines
    )
    targets = import_rows.targets(imports.model_of(job))
    formdata = request.form if request.method == "POST" else None
    return mapping_form(ColumnMappingForm, layout, found, targets, formdata=formdata)


def _columns_page(job: RegisterImport, form: ColumnMappingForm) -> str:
    layout, preview, model = form.layout(), Preview.load(job.preview), imports.model_of(job)
    sheet = preview.sheets[layout.sheet]
    found = column_layouts.headings(sheet, layout.heading_line, layout.heading_lines)
    targets = import_rows.targets(model)
    return render_template(
        "registers/imports/columns.html",
        register=model.register,
        job=job,
        form=form,
        layout=layout,
        sheets=preview.sheets,
        **column_pages.shown(form, sheet, found),
        remembered=column_mappings.is_remembered(imports.purpose(job), found),
        others=[each for each in targets if each.key not in layout.columns],
    )


def page(pk: int, form: StartForm, back_form: ReasonForm | None = None) -> str:
    """Return the page of an import: its progress, or what becomes of its rows."""
    job = imports.one(viewer(), pk)
    model = imports.model_of(job)
    wanted = request.args.get("fate", "")
    rows = [row for row in job.rows if not wanted or row["fate"] == wanted]
    told = [
        {key: pair[place] for key, pair in row["changes"].items()}
        for row in rows
        for place in (0, 1)
    ]
    return render_template(
        "registers/imports/show.html",
        register=model.register,
        job=job,
        form=form,
        back_form=back_form or ReasonForm(formdata=None),
        proposal=approvals.last(imports.KIND, pk),
        own_id=viewer().account_id,
        needs_two=job.state is RegisterImportState.CHECKED and imports.needs_two(job),
        working=job.state in imports.WORKING,
        fates=RowFate,
        fate=wanted,
        rows=rows[:SHOWN_ROWS],
        most=SHOWN_ROWS,
        total=len(rows),
        fields=fields_by_key(model),
        words=texts.load(model, told, label),
    )
