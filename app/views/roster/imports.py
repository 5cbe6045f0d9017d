"""Imports of the roster: upload, result of the check, and entry."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import bell
from app.errors import RuleViolation
from app.rules.states.roster.roster_import import RosterImportState, RowOutcome
from app.security.limits import limit_posts
from app.services.common import approvals
from app.services.membership import profile_texts
from app.services.roster import (
    import_layout,
    import_release,
    import_results,
    import_template,
    import_undo,
    imports,
)
from app.services.roster.roster_columns import CLEAR
from app.views.common.base import (
    View,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.files import XLSX, download
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.common.paging import page_number
from app.views.forms.roster.imports import ReasonForm, StartForm, UploadForm

VERBS = {
    "cancel": imports.cancel,
    "check-again": imports.check_again,
    "columns-again": import_layout.map_again,
    "release": import_release.release,
    "take-back": import_release.take_back,
    "undo-release": import_undo.release,
    "undo-take-back": import_undo.take_back,
}
REASONED = {"return": import_release.send_back, "undo": import_undo.undo}
"""Verbs that need a reason."""


class ImportView(View):
    """`/imports`."""

    route_base = "/imports"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        return overview(UploadForm(formdata=None))

    @expose("/", methods=("POST",))
    @has_access
    @permission_name("upload")
    @limit_posts("60 per hour")
    def upload(self) -> Response:
        form = UploadForm()
        if form.validate():
            file = form.file.data
            try:
                job = run(imports.upload, file.filename, file.read())
            except RuleViolation as refusal:
                form.file.errors = [refusal.message]
            else:
                bell.ring("imports.sweep")
                return redirect(url_for(".show", pk=job.id), 303)
        return make_response(overview(form), 422)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str | Response:
        if imports.one(viewer(), pk).state is RosterImportState.MAPPING:
            return redirect(url_for("ImportColumnsView.edit", pk=pk))
        return page(pk, StartForm(formdata=None))

    @expose("/<int:pk>/start", methods=("POST",))
    @has_access
    @permission_name("upload")
    def start(self, pk: int) -> Response:
        form = StartForm()
        if form.validate():
            try:
                run(
                    import_release.start,
                    pk,
                    skip_wrong=form.skip_wrong.data,
                    basis=form.basis.data or "",
                )
            except RuleViolation as refusal:
                field = form.basis if refusal.article else form.skip_wrong
                field.errors = [with_article(refusal)]
            else:
                bell.ring("imports.sweep")
                return redirect(url_for(".show", pk=pk), 303)
        return make_response(page(pk, form), 422)

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("upload")
    def handle(self, pk: int, verb: str) -> Response:
        if verb in REASONED:
            form = ReasonForm()
            if form.validate() and run_for_form(form, REASONED[verb], pk, form.reason.data):
                bell.ring("imports.sweep")
                return redirect_with_success(_("Done."), url_for(".show", pk=pk))
            return make_response(page(pk, StartForm(formdata=None), form), 422)
        if verb not in VERBS:
            abort(404)
        if run_or_flash(VERBS[verb], pk):
            bell.ring("imports.sweep")
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/result.xlsx")
    @has_access
    @permission_name("show")
    def result(self, pk: int) -> Response:
        content = import_results.results(viewer(), imports.one(viewer(), pk))
        return download(content, XLSX, f"import-{pk}-result.xlsx")

    @expose("/template.xlsx")
    @has_access
    @permission_name("list")
    def template(self) -> Response:
        return download(import_template.template(), XLSX, "roster-template.xlsx")


def overview(form: UploadForm) -> str:
    """Return the page of past imports, with the upload form."""
    number = page_number()
    jobs, total = imports.page(viewer(), number)
    return render_template(
        "roster/imports/list.html",
        form=form,
        jobs=jobs,
        total=total,
        number=number,
        per_page=imports.PER_PAGE,
        clear=CLEAR,
    )


def page(pk: int, form: StartForm, reason_form: ReasonForm | None = None) -> str:
    """Return the page of an import: its progress, or the outcome of its rows."""
    job = imports.one(viewer(), pk)
    undo = approvals.last(import_undo.KIND, pk)
    chosen, effect = request.args.get("fate", ""), request.args.get("effect", "")
    fate = RowOutcome(chosen) if chosen in set(RowOutcome) else None
    number = page_number()
    rows, total = imports.fates(viewer(), job, fate, number, effect)
    texts = profile_texts.load(label)
    return render_template(
        "roster/imports/show.html",
        job=job,
        form=form,
        reason_form=reason_form or ReasonForm(formdata=None),
        proposal=approvals.last(import_release.KIND, pk),
        undo=undo,
        undo_awaits=undo is not None and undo.open_key is not None,
        own_id=viewer().account_id,
        needs_two=job.state is RosterImportState.CHECKED and import_release.needs_two(job),
        undoable=import_undo.may_undo(job),
        undo_needs_two=import_undo.may_undo(job) and import_release.needed_two(job),
        fates=RowOutcome,
        fate=fate,
        effect=effect if effect in imports.EFFECTS | imports.AFTERWARDS else "",
        rows=rows,
        total=total,
        number=number,
        per_page=imports.PER_PAGE,
        working=job.state in imports.WORKING,
        checked=job.state is RosterImportState.CHECKED,
        sentences=import_results.sentences,
        change=lambda each: import_results.change(each, texts),
    )
