"""Issue sheets (課題票): written from a case, and checked by another person."""

from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.models.cases.issue_sheet import IssueSheet
from app.rules.cases.deidentify import ChecklistPoint
from app.security.identity import serves
from app.services.cases import issue_sheets
from app.services.cases import rows as case_rows
from app.services.cases.issue_sheets import Sheet
from app.views.cases.access import case_page, council_page, received_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, links, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.issue_sheets import (
    CheckerForm,
    NewSheetForm,
    RejectForm,
    SheetForm,
    answers_sent,
)

HERE = "/<case_id>/issue-sheets"
ONE = f"{HERE}/<sheet_id>"


class IssueSheetView(View):
    """`/cases/<case_id>/issue-sheets`."""

    route_base = "/cases"
    default_view = "list"

    @expose(HERE)
    @has_access
    @case_page()
    @permission_name("write")
    def list(self, case: SupportCase) -> str:
        found = issue_sheets.of_case(viewer(), case.id)
        rows = [(row, issue_sheets.said(row)) for row in found]
        return shown("cases/issue_sheets/list.html", case, rows=rows)

    @expose(f"{HERE}/new", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("write")
    def new(self, case: SupportCase) -> Response:
        key = "issue_sheet"
        form = NewSheetForm(issue_sheets.candidates(viewer()), **typed_before(case, key))
        if form.validate_on_submit():
            person_id, sheet = int(form.person.data), form.sheet({})
            row = run_for_form(
                form, saving(issue_sheets.write, case, key), case.id, person_id, sheet
            )
            if row is not None:
                return redirect_with_success(
                    _("Saved."), url_for(".show", case_id=case.id, sheet_id=row.id)
                )
        return form_page("cases/issue_sheets/new.html", case, form, key=key)

    @expose(ONE, methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("write")
    def show(self, case: SupportCase, sheet_id: str) -> Response:
        row = issue_sheets.one(viewer(), case.id, sheet_id)
        said, found = issue_sheets.said(row), issue_sheets.findings(row)
        form = SheetForm(data=sheet_data(said))
        verb = form.since_opened(
            issue_sheets.revise,
            lambda: sheet_data(
                issue_sheets.said(case_rows.behind_case(IssueSheet, case.id, sheet_id))
            ),
        )
        if form.validate_on_submit():
            sheet = form.sheet({**(said.answers or {}), **answers_sent(found)})
            if run_for_form(form, verb, case.id, sheet_id, sheet):
                return redirect_with_success(
                    _("Saved."), url_for(".show", case_id=case.id, sheet_id=sheet_id)
                )
        return sheet_page(case, row, form)

    @expose(f"{ONE}/checker", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("write")
    def appoint(self, case: SupportCase, sheet_id: str) -> Response:
        row = issue_sheets.one(viewer(), case.id, sheet_id)
        form = CheckerForm(issue_sheets.candidates(viewer()))
        if form.validate_on_submit():
            verb, person_id = issue_sheets.appoint, int(form.person.data)
            if run_for_form(form, verb, case.id, sheet_id, person_id, links()):
                there = url_for(".show", case_id=case.id, sheet_id=sheet_id)
                return redirect_with_success(_("The checker has been changed."), there)
        return form_page("cases/issue_sheets/checker.html", case, form, row=row)

    @expose(f"{ONE}/submit", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("write")
    def submit(self, case: SupportCase, sheet_id: str) -> Response:
        here = url_for(".show", case_id=case.id, sheet_id=sheet_id)
        row = issue_sheets.one(viewer(), case.id, sheet_id)
        if issue_sheets.missing(row):  # listed on the page; a flash would store it in the session
            return redirect(here, 303)
        if run_or_flash(issue_sheets.submit, case.id, sheet_id, links()):
            return redirect_with_success(
                _("The issue sheet has been submitted for checking."), here
            )
        return redirect(here, 303)


class IssueCheckView(View):
    """`/cases/issue-sheets`: for checkers, who do not take part in the case."""

    route_base = "/cases/issue-sheets"
    default_view = "list"

    @expose("/")
    @has_access
    @council_page
    def list(self) -> str:
        return render_template(
            "cases/issue_sheets/to_check.html", rows=issue_sheets.to_check(viewer())
        )

    @expose("/<row_id>")
    @has_access
    @received_page(issue_sheets.to_check_one)
    @permission_name("list")
    def show(self, row: IssueSheet) -> Response:
        return check_page(row, RejectForm())

    @expose("/<row_id>/release", methods=("POST",))
    @has_access
    @received_page(issue_sheets.to_check_one)
    @permission_name("list")
    def release(self, row: IssueSheet) -> Response:
        if issue_sheets.missing(row):
            return check_page(row, RejectForm(formdata=None), 422)
        run(issue_sheets.release, row.id, links())
        return redirect_with_success(
            _("The issue has been released to the platform."), url_for(".list")
        )

    @expose("/<row_id>/reject", methods=("POST",))
    @has_access
    @received_page(issue_sheets.to_check_one)
    @permission_name("list")
    def reject(self, row: IssueSheet) -> Response:
        form = RejectForm()
        if form.validate() and run_for_form(
            form, issue_sheets.reject, row.id, form.note.data, links()
        ):
            return redirect_with_success(
                _("The issue sheet has been sent back to its author."), url_for(".list")
            )
        return check_page(row, form, 422)


def sheet_data(said: Sheet) -> dict[str, Any]:
    """Return a sheet as data of its form."""
    return {"title": said.title, "text": said.text, "checks": said.checks}


def sheet_page(case: SupportCase, row: IssueSheet, form: SheetForm) -> Response:
    """Return the page of a sheet for its case managers."""
    return form_page(
        "cases/issue_sheets/show.html",
        case,
        form,
        row=row,
        said=issue_sheets.said(row),
        findings=issue_sheets.findings(row),
        missing=issue_sheets.missing(row),
        note=issue_sheets.note_of(row),
        checks=ChecklistPoint,
        checker_serves=serves(row.addressee),
    )


def check_page(row: IssueSheet, form: RejectForm, code: int = 200) -> Response:
    """Return the page for checking a sheet: the sheet alone, nothing of its case."""
    said: Sheet = issue_sheets.said(row)
    page = render_template(
        "cases/issue_sheets/check.html",
        row=row,
        said=said,
        findings=issue_sheets.findings(row),
        missing=issue_sheets.missing(row),
        checks=ChecklistPoint,
        form=form,
    )
    return make_response(page, code)
