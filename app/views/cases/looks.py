"""The access log of a case, and the coordinator's monthly review: on screen and as PDF."""

import re

from flask import abort, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.cases import review as case_review
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Look, Section
from app.services.cases import looks as case_looks
from app.services.cases import participations
from app.services.common.rows import PER_PAGE
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.cases.room import case_page
from app.views.common.base import View, done, viewer
from app.views.common.files import saved
from app.views.common.formats import moment
from app.views.common.labels import label
from app.views.common.paging import page_number
from app.views.common.tried import tried
from app.views.forms.cases.cases import ReviewForm
from app.views.membership.history import steps

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class CaseLookView(View):
    """`/cases/<case_id>/looks` and `/cases/<case_id>/reviews`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/<case_id>/looks")
    @has_access
    @case_page()
    @permission_name("show")
    def list(self, case: SupportCase) -> str:
        number = page_number()
        found, total = case_looks.page(viewer(), case.id, number)
        return shown(
            "cases/cases/looks.html",
            case,
            steps=steps(found),
            total=total,
            per_page=PER_PAGE,
            number=number,
            months=case_looks.months(case.id, case.began_at),
        )

    @expose("/<case_id>/reviews/<month>", methods=("GET", "POST"))
    @has_access
    @case_page()
    @permission_name("show")
    def review(self, case: SupportCase, month: str) -> Response:
        sheet = case_looks.sheet(viewer(), case.id, known(month))
        form = ReviewForm(**typed_before(case, "review"))
        if form.is_submitted():
            participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        verb = saving(case_looks.review, case, "review")
        if form.validate_on_submit() and tried(form, verb, case.id, month, form.note.data):
            return done(
                _("The review has been recorded."), url_for(".review", case_id=case.id, month=month)
            )
        return form_page(
            "cases/cases/review.html",
            case,
            form,
            sheet=sheet,
            looks=tuple(Look),
            management=Section.MANAGEMENT,
            note=case_looks.note(sheet.review) if sheet.review else "",
            back=url_for(".list", case_id=case.id),
            is_over=month < f"{clock.today():%Y-%m}",
        )

    @expose("/<case_id>/reviews/<month>/sheet.pdf")
    @has_access
    @case_page("print")
    @permission_name("show")
    def sheet(self, case: SupportCase, month: str) -> Response:
        sheet = case_looks.sheet(viewer(), case.id, known(month))
        paper = case_review.ReviewPaper(
            label=case.label,
            month=month,
            looks=[label(look) for look in Look],
            people=[
                (name, [str(numbers[look]) for look in Look]) for name, numbers in sheet.people
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
            note=case_looks.note(sheet.review) if sheet.review else "",
            reviewed=f"{moment(sheet.review.reviewed_at)}　{sheet.reviewer}"
            if sheet.review
            else "",
            printed=f"{moment(clock.now())}　{viewer().name}",
            dated=clock.today(),
        )
        return saved(case_review.pdf(paper), "application/pdf", "case-review.pdf")


def known(month: str) -> str:
    """Return a month from the URL; 404 for anything else."""
    return month if MONTH.fullmatch(month) else abort(404)
