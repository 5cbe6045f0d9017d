"""The papers of a case conference: writing, reading, numbered copies, return of the copies."""

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference, ConferencePaper
from app.rules.cases.access import Section
from app.security import vault
from app.services.cases import conference_papers, conferences
from app.services.cases import rows as case_rows
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.conferences import PaperForm

CONFERENCE = "/<case_id>/conferences/<conference_id>"
PAPER = f"{CONFERENCE}/papers/<paper_id>"


class ConferencePaperView(View):
    """`/cases/<case_id>/conferences/<conference_id>/papers`."""

    route_base = "/cases"
    default_view = "show"

    @expose(f"{CONFERENCE}/papers/new", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="paper", live=True)
    @permission_name("take_part")
    def add(self, case: SupportCase, conference_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        key = f"new_paper:{conference.id}"
        form = PaperForm(**typed_before(case, key))
        if form.validate_on_submit():
            values = {"title": form.title.data, "text": form.text.data}
            verb = saving(conference_papers.add, case, key)
            if run_for_form(form, verb, case.id, conference_id, **values) is not None:
                return redirect_with_success(
                    _("The paper has been added."), _back(case, conference_id)
                )
        return _page(case, conference, form, key)

    @expose(PAPER)
    @has_access
    @case_page(section=Section.CONFERENCE, page="paper")
    @permission_name("take_part")
    def show(self, case: SupportCase, conference_id: str, paper_id: str) -> str:
        paper = conference_papers.one(case.id, conference_id, paper_id)
        return shown(
            "cases/conferences/paper.html",
            case,
            conference=conferences.one(case.id, conference_id),
            paper=paper,
            content=vault.unseal(paper, "content"),
        )

    @expose(f"{PAPER}/edit", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="paper", live=True)
    @permission_name("take_part")
    def edit(self, case: SupportCase, conference_id: str, paper_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        paper = conference_papers.one(case.id, conference_id, paper_id)
        key = f"paper:{paper.id}"
        form = PaperForm(**vault.unseal(paper, "content"), **typed_before(case, key))
        if form.validate_on_submit():
            values = {"title": form.title.data, "text": form.text.data}
            verb = form.since_opened(
                saving(conference_papers.revise, case, key),
                lambda: vault.unseal(
                    case_rows.behind_case(ConferencePaper, case.id, paper_id), "content"
                ),
            )
            if run_for_form(form, verb, case.id, conference_id, paper_id, **values) is not None:
                return redirect_with_success(_("Saved."), _back(case, conference_id))
        return _page(case, conference, form, key)

    @expose(f"{PAPER}/hand-out", methods=("POST",))
    @has_access
    @case_page(section=Section.CONFERENCE)
    @permission_name("take_part")
    def hand_out(self, case: SupportCase, conference_id: str, paper_id: str) -> Response:
        if run_or_flash(conference_papers.hand_out, case.id, conference_id, paper_id):
            return redirect_with_success(
                _("Numbered copies have been distributed to all members."),
                _back(case, conference_id),
            )
        return redirect(_back(case, conference_id), 303)

    @expose(f"{CONFERENCE}/copies/<copy_id>.pdf")
    @has_access
    @case_page("print", section=Section.CONFERENCE, page="paper")
    @permission_name("take_part")
    def copy(self, case: SupportCase, conference_id: str, copy_id: str) -> Response:
        paper = conference_papers.copy_pdf(viewer(), case, conference_id, copy_id)
        return download(paper, "application/pdf", "conference-paper.pdf")

    @expose(f"{CONFERENCE}/copies/<copy_id>/return", methods=("POST",))
    @has_access
    @case_page(section=Section.CONFERENCE)
    @permission_name("take_part")
    def take_back(self, case: SupportCase, conference_id: str, copy_id: str) -> Response:
        if run_or_flash(conference_papers.take_back, case.id, conference_id, copy_id):
            return redirect_with_success(
                _("The return of the copy has been recorded."), _back(case, conference_id)
            )
        return redirect(_back(case, conference_id), 303)


def _page(case: SupportCase, conference: Conference, form: PaperForm, key: str) -> Response:
    """Return the page of a paper's form. key: of its draft."""
    return form_page(
        "cases/conferences/paper_form.html", case, form, conference=conference, key=key
    )


def _back(case: SupportCase, conference_id: str) -> str:
    return url_for("ConferenceView.show", case_id=case.id, conference_id=conference_id)
