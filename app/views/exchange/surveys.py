"""Surveys (アンケート): the register, the form, the report."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.exchange.survey import Survey
from app.security.limits import client_address, limit_posts
from app.services.common import tabular
from app.services.exchange import surveys
from app.services.registers import entries
from app.views.common.base import redirect_with_success, viewer
from app.views.common.files import XLSX, download
from app.views.common.form_actions import run_for_form
from app.views.forms.exchange.surveys import survey_form
from app.views.registers.register import RegisterView

HIDDEN = "－"


def _visitor() -> str:
    """Count what somebody without log-in sends to a survey; a member answers once anyway."""
    if viewer().account_id is not None:
        return ""
    return f"{client_address()} {request.path}"


class SurveyView(RegisterView):
    """アンケート."""

    model = Survey
    show_template = "exchange/survey.html"

    def more(self, entry: Survey) -> dict[str, Any]:
        return {
            "may_answer": surveys.may_answer(viewer(), entry),
            "has_answered": surveys.has_answered(viewer(), entry),
            "is_over": entry.closes_on < clock.today(),
            "number": surveys.number(entry) if viewer().is_staff else None,
        }

    @expose("/<pk>/answer", methods=("GET", "POST"))
    @has_access
    @limit_posts("60 per hour")
    @limit_posts("40 per day", by=_visitor)
    def answer(self, pk: str) -> Response:
        survey = entries.one(Survey, pk)
        form = survey_form(pk, survey.asked)()
        if form.validate_on_submit() and run_for_form(
            form, surveys.answer, pk, form.answers(), form.number()
        ):
            return redirect_with_success(_("Thank you for your answer."), url_for(".show", pk=pk))
        page = render_template(
            "exchange/survey_answer.html",
            form=form,
            survey=survey,
            may_answer=surveys.may_answer(viewer(), survey),
            has_answered=surveys.has_answered(viewer(), survey),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<pk>/report")
    @has_access
    @permission_name("show")
    def report(self, pk: str) -> str:
        survey, total, found = surveys.results(viewer(), pk)
        return render_template(
            "exchange/survey_report.html", survey=survey, total=total, found=found, hidden=HIDDEN
        )

    @expose("/<pk>/answers.xlsx")
    @has_access
    @permission_name("handle")
    def workbook(self, pk: str) -> Response:
        survey: Survey = entries.one(Survey, pk)
        texts = [question.text for question in survey.asked]
        sheet = tabular.Worksheet("回答", texts, surveys.table(viewer(), survey), texts)
        content = tabular.to_workbook([sheet], title=survey.name)
        return download(content, XLSX, f"survey-{clock.today().isoformat()}.xlsx")
