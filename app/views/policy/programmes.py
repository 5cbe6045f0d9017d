"""Programmes (施策・事業), each year's list of them, and their result for the advisory council."""

from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.policy import programme_report
from app.models.policy.programme import Programme, ProgrammeYear
from app.services.policy import fiscal_package, opinions, programmes, proposal_chains
from app.services.registers import entries
from app.views.common.base import redirect_with_success, run_or_flash, viewer
from app.views.common.files import download, pdf
from app.views.common.formats import in_fiscal_year
from app.views.registers.register import RegisterView


class ProgrammeView(RegisterView):
    """施策・事業."""

    model = Programme
    list_template = "policy/list.html"
    show_template = "policy/programme.html"

    def more_of_list(self) -> dict[str, Any]:
        return {"links": [(_("Programmes by year"), url_for("ProgrammeYearView.list"))]}

    def more(self, entry: Programme) -> dict[str, Any]:
        return {
            "chain": programmes.chains([entry.public_id]).get(entry.public_id, ()),
            "opinions": opinions.about(entry),
            "proposals": proposal_chains.about("programme", entry.public_id),
        }


class ProgrammeYearView(RegisterView):
    """年度ごとの施策一覧."""

    model = ProgrammeYear
    list_template = "policy/list.html"
    show_template = "policy/year.html"

    def more_of_list(self) -> dict[str, Any]:
        return {
            "links": [
                (_("Programmes"), url_for("ProgrammeView.list")),
                (_("Sessions of the advisory council"), url_for("AdvisorySessionView.list")),
                (_("What became of the opinions"), url_for("AdvisoryOpinionView.became")),
            ]
        }

    def more(self, entry: ProgrammeYear) -> dict[str, Any]:
        found = programmes.of_year(entry.fiscal_year)
        sums, years = programmes.sums(entry, found), programmes.sums_by_year()
        return {
            "sums": sums,
            "by_section": [(section, total) for section, _count, total in sums.sections],
            "by_year": [(in_fiscal_year(year), total) for year, total in years],
            "has_before": any(year == entry.fiscal_year - 1 for year, _total in years),
            "unmatched": sum(1 for each in found if each.predecessor is None),
        }

    @expose("/<pk>/comparison")
    @has_access
    @permission_name("show")
    def compare(self, pk: str) -> str:
        year = entries.one(ProgrammeYear, pk)
        steps = programmes.comparison(year.fiscal_year)
        return render_template("policy/comparison.html", year=year, steps=steps)

    @expose("/<pk>/matching", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def match(self, pk: str) -> Response | tuple[str, int] | str:
        year = entries.one(ProgrammeYear, pk)
        chosen = {
            public_id: predecessor
            for public_id in request.form.getlist("programme")
            if (predecessor := request.form.get(f"predecessor-{public_id}"))
        }
        if request.method == "POST" and run_or_flash(programmes.match, year.fiscal_year, chosen):
            done = _("%(number)s programmes have been matched.", number=len(chosen))
            return redirect_with_success(done, url_for(".compare", pk=pk))
        found = programmes.matching(viewer(), year.fiscal_year)
        page = render_template("policy/matching.html", year=year, found=found, chosen=chosen)
        return (page, 409) if request.method == "POST" else page

    @expose("/<pk>/package.zip")
    @has_access
    @permission_name("export")
    def package(self, pk: str) -> Response:
        year = entries.one(ProgrammeYear, pk)
        found = programmes.of_year(year.fiscal_year)
        made = fiscal_package.package(year, found, clock.today())
        return download(made, "application/zip", f"programmes-{year.fiscal_year}.zip")

    @expose("/<pk>/report")
    @has_access
    @permission_name("show")
    def report(self, pk: str) -> str:
        year = entries.one(ProgrammeYear, pk)
        return render_template(
            "policy/report.html",
            year=year,
            found=programmes.of_year(year.fiscal_year),
            session=opinions.reviewing(year),
        )

    @expose("/<pk>/report.pdf")
    @has_access
    @permission_name("show")
    def report_pdf(self, pk: str) -> Response:
        year = entries.one(ProgrammeYear, pk)
        found, session = programmes.of_year(year.fiscal_year), opinions.reviewing(year)
        made = programme_report.pdf(year, found, session, clock.today())
        return pdf(made, f"programmes-{year.fiscal_year}")
