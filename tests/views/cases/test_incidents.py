"""The pages of the incident register, for the secretariat and the council's persons."""

from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.cases.incident import Incident
from tests.support import incidents
from tests.support.accounts import RoleClients


def test_incident_from_entry_to_close(session: Any, client_as: RoleClients) -> None:
    desk, today = client_as("secretariat"), clock.today().isoformat()
    assert "登録された事案はありません" in desk.get("/council/incidents/").text
    form = desk.get("/council/incidents/new").text
    assert "ケースのこと" in form
    assert desk.submit("/council/incidents/new", {"summary": ""}).status_code == 422
    answer = desk.submit("/council/incidents/new", {"summary": "誤送信"})
    path = answer.location
    page = desk.get(path).text
    assert "速報" in page and "第68条" in page
    assert "まだ終えられません" in desk.submit(path, form="close", follow_redirects=True).text
    days = ("first_report_on", "final_report_on", "told_persons_on")
    done = dict.fromkeys(days, today) | {"measures": "二人で確かめる", "persons": "2"}
    assert desk.submit(path, done, form=-2).status_code == 303
    assert desk.submit(path, form="close").status_code == 303
    assert session.scalars(select(Incident.closed_on)).one() == clock.today()
    assert "<textarea" not in desk.get(path).text


def test_overdue_incident_is_highlighted(session: Any, client_as: RoleClients) -> None:
    incidents.entered()
    desk = client_as("secretariat")
    assert "期日超過" in desk.get("/council/incidents/").text
    home = desk.get("/").text
    assert "完了していない漏えい等事案" in home and "報告の期限を過ぎた" in home


@pytest.mark.parametrize(
    "values", [{"noticed_on": ""}, {"noticed_at": "25:99"}, {"persons": "-1"}, {"persons": "多数"}]
)
def test_invalid_input_is_refused_with_messages(
    session: Any, client_as: RoleClients, values: dict[str, str]
) -> None:
    desk = client_as("council")
    answer = desk.submit("/council/incidents/new", {"summary": "誤送信"} | values)
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert ("整数" in answer.text) + ("0以上の数字" in answer.text) == ("persons" in values)
