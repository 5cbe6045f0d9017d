"""The access log of a case, and the coordinator's monthly review: on screen and as PDF."""

import re

from flask import abort, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.cases import review as case_review
from app.models.cases.case import SupportCase
from app.rules.cases.access import AccessKind, Level, Section
from app.services.cases import access_log, participations
from app.services.common.rows import PER_PAGE
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.common.formats import moment
from app.views.common.history import steps
from app.views.common.labels import label
from app.views.common.paging import page_number
from app.views.forms.cases.cases import ReviewForm

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class CaseAccessLogView(View):
    """`/cases/<case_id>/looks` and `/cases/<case_id>/reviews`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/<case_id>/looks")
    @has_access
    @case_page()
    @permission_name("show")
    def list(self, case: SupportCase) -> str:
        number = page_number()
        found, total = access_log.page(viewer(), case.id, number)
        return shown(
            "cases/cases/access_log.html",
            case,
            steps=steps(found),
            total=total,
            per_page=PER_PAGE,
            number=number,
            months=access_log.months(case.id, case.began_at),
        )

    @expose("/<case_id>/reviews/<month>", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("show")
    def review(self, case: SupportCase, month: str) -> Response:
        sheet = access_log.monthly_summary(viewer(), case.id, valid_month(month))
        form = ReviewForm(**typed_before(case, "review"))
        if form.is_submitted():
            participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        verb = saving(access_log.review, case, "review")
        if form.validate_on_submit() and run_for_form(form, verb, case.id, month, form.note.data):
            return redirect_with_success(
                _("The review has been recorded."), url_for(".review", case_id=case.id, month=month)
            )
        return form_page(
            "cases/cases/review.html",
            case,
            form,
            sheet=sheet,
            looks=tuple(AccessKind),
            management=Section.MANAGEMENT,
            note=access_log.note(sheet.review) if sheet.review else "",
            back=url_for(".list", case_id=case.id),
            is_over=month < f"{clock.today():%Y-%m}",
        )

    @expose("/<case_id>/reviews/<month>/sheet.pdf")
    @has_access
    @case_page("print")
    @permission_name("show")
    def sheet(self, case: SupportCase, month: str) -> Response:
        sheet = access_log.monthly_summary(viewer(), case.id, valid_month(month))
        paper = case_review.ReviewPaper(
            alias=case.alias,
            month=month,
            columns=[label(kind) for kind in AccessKind],
            people=[
                (name, [str(numbers[look]) for look in AccessKind])
                for name, numbers in sheet.people
            ],
            emergencies=[
                (
                    moment(each.opened_at),
                    each.person.account.get_full_name(),
                    _("Reviewed") if each.reviewed_at else _("Not reviewed yet"),
                )
                for each in sheet.emergencies
            ],
            passed_on=[(label(basis), str(count)) for basis, count in sheet.passed_on.items()],
            note=access_log.note(sheet.review) if sheet.review else "",
            reviewed=f"{moment(sheet.review.reviewed_at)}　{sheet.reviewer}"
            if sheet.review
            else "",
            printed=f"{moment(clock.now())}　{viewer().name}",
            dated=clock.today(),
        )
        return download(case_review.pdf(paper), "application/pdf", "case-review.pdf")


def valid_month(month: str) -> str:
    """Return a month from the URL; 404 for anything else."""
    return month if MONTH.fullmatch(month) else abort(404)
