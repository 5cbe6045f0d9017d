"""What is due soon in the viewer's cases (期日の一覧)."""

from flask import render_template, url_for
from flask_appbuilder import expose, has_access
from werkzeug.wrappers import Response

from app.rules.cases.access import Section
from app.rules.cases.deadlines import DeadlineKind
from app.services.cases import deadlines, own_names
from app.services.cases.deadlines import Deadline
from app.views.cases.access import council_page
from app.views.common.base import View, viewer

SECTIONS = {
    DeadlineKind.PART: Section.PLAN,
    DeadlineKind.GOAL: Section.PLAN,
    DeadlineKind.CONSENT: Section.BASIC,
    DeadlineKind.CONTACT: Section.COURSE,
}


class DeadlineView(View):
    """`/cases/deadlines`."""

    route_base = "/cases/deadlines"
    default_view = "list"

    @expose("/")
    @has_access
    @council_page
    def list(self) -> str | Response:
        found = [(each, address(each)) for each in deadlines.of(viewer())]
        names = own_names.of_all(viewer()) if found else {}
        return render_template("cases/deadlines.html", found=found, names=names)


def address(deadline: Deadline) -> str:
    """Return the URL of the page on which the deadline is dealt with."""
    if deadline.kind in SECTIONS:
        section = SECTIONS[deadline.kind].value
        return url_for("CaseRecordView.section", case_id=deadline.case_id, section=section)
    page = "ConferenceView.list" if deadline.kind is DeadlineKind.CONFERENCE else "CaseView.show"
    return url_for(page, case_id=deadline.case_id)
