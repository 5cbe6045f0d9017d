"""The annual report (事業報告): drafted by the secretariat, published for everybody."""

from functools import partial
from typing import Any

from flask import make_response, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.policy import annual_report as paper
from app.models.policy.annual_report import AnnualReport
from app.services.common import tabular
from app.services.front import annual_report
from app.services.registers import entries
from app.views.common.base import redirect_with_success, run_or_flash
from app.views.common.files import XLSX, download, pdf
from app.views.common.formats import in_fiscal_year
from app.views.forms.registers.entry import RetireForm
from app.views.policy import meeting_papers
from app.views.registers.register import RegisterView


class AnnualReportView(RegisterView):
    """事業報告."""

    model = AnnualReport
    show_template = "front/annual_report.html"

    def more(self, entry: AnnualReport) -> dict[str, Any]:
        content = annual_report.shown(entry)
        return {
            "content": content,
            "counted": annual_report.checksum(content),
            "unreleased": "" if entry.published_on else annual_report.unreleased(entry.council),
            "take_back_form": RetireForm(formdata=None),
        }

    @expose("/<pk>/report.pdf")
    @has_access
    @permission_name("show")
    def report_pdf(self, pk: str) -> Response:
        return pdf(_pdf(entries.one(AnnualReport, pk)), f"annual-report-{pk}")

    @expose("/<pk>/report.xlsx")
    @has_access
    @permission_name("export")
    def report_xlsx(self, pk: str) -> Response:
        content = annual_report.shown(entries.one(AnnualReport, pk))
        years = [in_fiscal_year(content["fiscal_year"] - back) for back in (0, 1)]
        rows = (
            [*line[:3], *("" if each is None else each for each in line[3:5]), *line[5:]]
            for line in annual_report.table(content)
        )
        header = ["区分", "項目", "内訳", *years, "単位", "数え方"]
        sheet = tabular.Worksheet("事業報告", header, rows, ["数え方"])
        made = tabular.to_workbook([sheet], title=content["title"])
        return download(made, XLSX, f"annual-report-{pk}.xlsx")

    @expose("/<pk>/content.json")
    @has_access
    @permission_name("export")
    def frozen(self, pk: str) -> Response:
        """Give the bytes of which the checksum is."""
        content = annual_report.shown(entries.one(AnnualReport, pk))
        made = annual_report.canonical(content)
        return download(made, "application/json", f"annual-report-{pk}.json")

    @expose("/<pk>/publish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def publish(self, pk: str) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(annual_report.publish, pk):
            return redirect_with_success(_("Published and frozen."), url)
        return make_response(self._show_page(self._kept(pk), RetireForm(formdata=None)), 409)

    @expose("/<pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self, pk: str) -> Response:
        reason = (RetireForm().reason.data or "")[:300]
        if run_or_flash(annual_report.take_back, pk, reason):
            return redirect_with_success(_("It is a draft again."), url_for(".show", pk=pk))
        return make_response(self._show_page(self._kept(pk), RetireForm(formdata=None)), 409)

    @expose("/<pk>/meeting", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def put(self, pk: str) -> Response:
        report = self._kept(pk)
        back = (_("Back"), url_for(".show", pk=pk))
        return meeting_papers.put(report.title, partial(_pdf, report), back)


def _pdf(report: AnnualReport) -> bytes:
    content = annual_report.shown(report)
    return paper.pdf(content, report.checksum, report.published_on or clock.today())
