"""Pages of the plan: an activity, its figure, the year, the paper for the meeting."""

from typing import Any

from app.models.policy.plan import PlanActivity
from app.services.meeting import agendas
from app.services.registers import entries
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, press
from tests.support.desk import officer
from tests.support.queries import counted
from tests.support.register_samples import entry, typed, values

YEAR = "/plan-activities/years/2026"


def test_member_plans_and_takes_the_result_from_the_system(
    session: Any, client_as: RoleClients
) -> None:
    member, visitor = client_as("executive"), client_as("public")
    sent = typed(PlanActivity, values(PlanActivity)) | {"name": "会員を増やす", "tier": "public"}
    path = member.submit("/plan-activities/new", {**sent, "target": "1"}).location
    form = f"{path}/figure"
    assert member.submit(form, {"figure": "meetings.attendance"}, form=form).status_code == 422
    assert member.submit(form, {"figure": "members.by_kind"}, form=form).status_code == 303
    activity = entries.one(PlanActivity, path.rsplit("/", 1)[1])
    assert activity.result and activity.result > 30
    assert "会員数（種別）" in member.get(path).text
    year = visitor.get(YEAR).text
    assert "会員を増やす" in year and f"{activity.result * 100}%" in year
    assert visitor.get(f"{YEAR}/paper.pdf").data.startswith(b"%PDF")
    assert visitor.get("/plan-activities/years/1999").status_code == 404


def test_secretariat_takes_results_again_and_puts_the_paper_to_a_meeting(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    entry(PlanActivity, fiscal_year=2026, figure="members.by_kind")
    assert press(desk, f"{YEAR}/take").status_code == 303
    assert "準備中の会議がありません" in desk.get(f"{YEAR}/meeting").text
    meeting = hall.planned()
    assert desk.submit(f"{YEAR}/meeting", {"meeting": "", "kind": "report"}).status_code == 422
    given = {"meeting": str(meeting.id), "kind": "discussion", "text": "御意見をください。"}
    assert desk.submit(f"{YEAR}/meeting", given).status_code == 303
    (item,) = meeting.items
    assert item.label == "協議事項1"
    assert agendas.paper(officer(), meeting.id, item.papers[0].id).content.startswith(b"%PDF")


def test_year_takes_few_queries(app: Any, session: Any, client_as: RoleClients) -> None:
    for _ in range(12):
        entry(PlanActivity, fiscal_year=2026)
    desk = client_as("secretariat")
    desk.get(YEAR)
    with counted(app) as statements:
        assert desk.get(YEAR).status_code == 200
    assert len(statements) <= 6, statements
