"""Rows of a checked import: questions answered, values mended."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.states.roster.roster_import import RowOutcome
from app.services.membership import profile_texts
from app.services.roster import import_mending, import_results, imports
from app.services.roster.import_recognition import ANOTHER
from app.services.roster.roster_columns import BY_KEY, IMPORTED
from app.views.common.base import View, redirect_with_success, run, viewer, with_article
from app.views.common.form_actions import run_for_form
from app.views.common.labels import label
from app.views.common.paging import page_number
from app.views.forms.roster.imports import mend_form, mended, row_data


class ImportRowView(View):
    """`/imports/<pk>/questions` and `/imports/<pk>/rows/<line>`."""

    route_base = "/imports"
    default_view = "answer"

    @expose("/<int:pk>/questions", methods=("GET", "POST"))
    @has_access
    def answer(self, pk: int) -> Response:
        job = imports.one(viewer(), pk)
        if request.method == "POST":
            given = {
                int(name.removeprefix("row-")): value
                for name, value in request.form.items()
                if name.startswith("row-") and name.removeprefix("row-").isdigit() and value
            }
            try:
                count = run(import_mending.answer, pk, given)
            except (RuleViolation, StaleState) as refusal:
                message = with_article(refusal) if isinstance(refusal, RuleViolation) else None
                flash(message or str(refusal), "danger")
                return make_response(questions(imports.one(viewer(), pk)), 422)
            said = ngettext("%(num)s row answered.", "%(num)s rows answered.", count)
            left = imports.one(viewer(), pk).counts.get(RowOutcome.QUESTION.value)
            return redirect_with_success(
                said, url_for(".answer", pk=pk) if left else url_for("ImportView.show", pk=pk)
            )
        return make_response(questions(job))

    @expose("/<int:pk>/rows/<int:line>", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int, line: int) -> Response:
        job, row = import_mending.row(viewer(), pk, line)
        form = mend_form(job, row)
        if request.method == "POST" and form.validate():
            verb = form.since_opened(
                import_mending.mend, lambda: row_data(import_mending.stored(pk, line))
            )
            again = run_for_form(form, verb, pk, line, mended(form))
            if again is not None and again.fate is not RowOutcome.WRONG:
                text = _("Row %(line)s: %(outcome)s", line=line, outcome=label(again.fate))
                return redirect_with_success(text, url_for("ImportView.show", pk=pk, fate="wrong"))
            if again is not None:
                return redirect(url_for(".edit", pk=pk, line=line), 303)
            job, row = import_mending.row(viewer(), pk, line)
        status = 200 if request.method == "GET" else 422
        return make_response(row_page(job, row, form), status)


def questions(job: RosterImport) -> str:
    """Return the page of the rows that may be an organisation already there."""
    number = page_number()
    rows, total = imports.fates(viewer(), job, RowOutcome.QUESTION, number)
    return render_template(
        "roster/imports/questions.html",
        job=job,
        rows=rows,
        total=total,
        number=number,
        per_page=imports.PER_PAGE,
        others=import_mending.compared(viewer(), job, rows),
        mine={row.line: import_results.values(job, row) for row in rows},
        keys=import_mending.COMPARED,
        names={key: BY_KEY[key].heading for key in import_mending.COMPARED},
        another=ANOTHER,
    )


def row_page(job: RosterImport, row: RosterImportRow, form: FlaskForm) -> str:
    """Return the page of one row: what is wrong, and its values to correct."""
    wrong = {column for column, _reason in row.reasons}
    texts = profile_texts.load(label)
    values = import_results.values(job, row)
    first = [column.key for column in IMPORTED if column.key in wrong]
    rest = [
        c.key
        for c in IMPORTED
        if c.key not in wrong and (values.get(c.key) or c.key in job.columns)
    ]
    return render_template(
        "roster/imports/row.html",
        job=job,
        row=row,
        form=form,
        sentences=import_results.sentences,
        change=lambda each: import_results.change(each, texts),
        groups=(first, rest, [c.key for c in IMPORTED if c.key not in {*first, *rest}]),
    )
