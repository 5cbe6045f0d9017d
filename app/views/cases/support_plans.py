"""The support plan of a case as a paper to sign (支援計画書). It is kept nowhere but where it is printed."""

from collections.abc import Iterable
from datetime import date

from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app import clock
from app.documents.cases import support_plan
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.services.cases import participations
from app.views.cases.access import case_page
from app.views.cases.sections import KindRecords, plan_rows, records_by_kind
from app.views.common.base import View, viewer
from app.views.common.files import download
from app.views.common.formats import day, moment
from app.views.common.labels import label


class SupportPlanView(View):
    """`/cases/<case_id>/plan.pdf`."""

    route_base = "/cases"
    default_view = "paper"

    @expose("/<case_id>/plan.pdf")
    @has_access
    @case_page("print", section=Section.PLAN)
    @permission_name("show")
    def paper(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.PLAN, Level.READ)
        sheets = records_by_kind(case, Section.PLAN)
        rows = [each for each in plan_rows(sheets) if each.record.state is not RecordState.DROPPED]
        made = support_plan.pdf(
            dated=clock.today(),
            printed=f"{moment(clock.now())}　{viewer().name}",
            facts=[
                ("ケース", case.alias),
                ("主担当機関", case.lead_body.name if case.lead_body else ""),
                ("次の見直し", when(case.review_on)),
            ],
            assessment=assessment(sheets),
            goals=[
                (said["goal"], said["wish"], when(said["by_when"]))
                for record, said in rows
                if record.kind is RecordKind.GOAL
            ],
            parts=[
                (said["body"], said["what"], when(said["by_when"]), label(record.state))
                for record, said in rows
                if record.kind is RecordKind.PART
            ],
        )
        return download(made, "application/pdf", "support-plan.pdf")


def assessment(sheets: Iterable[KindRecords]) -> list[tuple[str, str]]:
    """Return day, needs and direction of the latest assessment; nothing without one."""
    found = [
        each for sheet in sheets if sheet.kind is RecordKind.ASSESSMENT for each in sheet.entries
    ]
    return [
        line
        for _record, said in found[:1]
        for line in (
            ("日付", when(said["made_on"])),
            ("課題・ニーズ", said["needs"]),
            ("見立て・支援の方向", said["judgement"]),
        )
    ]


def when(value: date | None) -> str:
    """Return a day as text, "" for none."""
    return day(value) if value else ""
