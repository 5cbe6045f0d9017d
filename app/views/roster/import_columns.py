"""The mapping of an import file's columns: its first lines, a guess, and what an officer says."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access
from werkzeug.wrappers import Response

from app import bell
from app.models.roster.roster_job import RosterImport
from app.rules.common.column_mapping import Layout
from app.rules.states.roster.roster_import import RosterImportState
from app.services.common import column_layouts, column_mappings
from app.services.common.spreadsheet_preview import Preview
from app.services.roster import import_layout, import_template, imports, roster_columns
from app.views.common import column_pages
from app.views.common.base import View, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.common.column_mapping import ColumnMappingForm, mapping_form
from app.views.forms.roster.imports import RosterMappingForm

SHARED = (
    "kind",
    "municipality_code",
    "activity_fields",
    "activities",
    "relation",
    "public_contact_name",
)
"""Required items that all rows of a list may have in common; others are folded."""


class ImportColumnsView(View):
    """`/imports/<pk>/columns`."""

    route_base = "/imports"
    default_view = "edit"

    @expose("/<int:pk>/columns", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> Response:
        job = imports.one(viewer(), pk)
        if job.state is not RosterImportState.MAPPING:
            return redirect(url_for("ImportView.show", pk=pk))
        layout = asked(job)
        form = form_of(job, layout)
        if request.method == "POST" and form.validate():
            done = run_for_form(form, import_layout.assign, pk, form.layout(), gaps=form.gaps.data)
            if done is not None:
                bell.ring("imports.sweep")
                return redirect(url_for("ImportView.show", pk=pk), 303)
        status = 200 if request.method == "GET" else 422
        return make_response(page(job, form), status)


def asked(job: RosterImport) -> Layout:
    """Return the layout of the sheet and heading line asked for; by default the guess."""
    return import_layout.proposal(job, *column_pages.asked_place(Preview.load(job.preview)))


def form_of(job: RosterImport, layout: Layout) -> ColumnMappingForm:
    """Return the form for the headings of a layout."""
    sheet = Preview.load(job.preview).sheets[layout.sheet]
    headings = column_layouts.headings(sheet, layout.heading_line, layout.heading_lines)
    formdata = request.form if request.method == "POST" else None
    return mapping_form(
        RosterMappingForm, layout, headings, roster_columns.targets(), formdata=formdata
    )


def page(job: RosterImport, form: ColumnMappingForm) -> str:
    """Return the page: the first lines, the columns with their guesses, what has no source."""
    preview, layout = Preview.load(job.preview), form.layout()
    sheet = preview.sheets[layout.sheet]
    headings = column_layouts.headings(sheet, layout.heading_line, layout.heading_lines)
    targets = roster_columns.targets()
    lacking = {target.key for target in import_layout.lacking(layout)}
    unassigned = [each for each in targets if each.key not in layout.columns]
    return render_template(
        "roster/imports/columns.html",
        job=job,
        form=form,
        layout=layout,
        sheets=preview.sheets,
        **column_pages.shown(form, sheet, headings),
        remembered=column_mappings.is_remembered(import_layout.PURPOSE, headings),
        notes=import_layout.notes(preview, layout.sheet),
        lacking=[each for each in unassigned if each.key in lacking],
        shared=[each for each in unassigned if each.key in lacking and each.key in SHARED],
        others=[each for each in unassigned if each.key not in lacking or each.key not in SHARED],
        words={each.key: import_template.words_of(each.key) for each in unassigned},
        derived=import_layout.DERIVED,
        hints={column.key: column.hint for column in roster_columns.IMPORTED},
    )
