"""The work list: what waits in every wing, by day, and who is in charge of it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.common.audit import AuditEntry
from app.models.news.news import News
from app.rules.membership.roster import Tier
from app.rules.states.admission.application import ApplicationState
from app.security.identity import viewer_for
from app.security.viewer import Role
from app.services.front import work_list
from app.services.meeting import notices
from tests import factories
from tests.support import closed_meetings, exchange, grants, incidents, mails
from tests.support.accounts import RoleClients
from tests.support.desk import expulsion, officer
from tests.support.meetings import planned, resolution
from tests.support.queries import counted
from tests.support.register_samples import entry


def everything() -> None:
    """Let something of most kinds wait."""
    factories.application(name="期限を過ぎた会", received_on=clock.today() - timedelta(days=15))
    factories.application(name="今日の会")
    factories.application(ApplicationState.CORRECTION)
    meeting = planned()
    resolution(meeting)
    notices.submit(officer(), meeting.id)
    planned()
    mails.doubtful()
    closed_meetings.task().due_on = clock.today() - timedelta(days=40)
    expulsion()
    incidents.entered()
    grants.begun().submit()
    entry(News, factories.member().id, tier=Tier.SECRETARIAT)
    exchange.need().created_at = clock.now() - timedelta(days=31)


@pytest.mark.both_databases
def test_grants_of_one_body_are_told_apart_by_their_call(session: Any) -> None:
    call = grants.call()
    case = grants.submitted(call)
    [title] = [each.title for each in work_list.items(officer()) if each.work.kind == "grant"]
    assert title == f"{case.organisation.name}　{call.name}"


@pytest.mark.both_databases
def test_what_waits_is_listed_by_day_in_one_query(
    app: Any, session: Any, client_as: RoleClients
) -> None:
    everything()
    session.commit()
    actor = officer()
    with counted(app) as statements:
        found = work_list.items(actor)
    assert len(statements) == 1
    assert [each.work.kind for each in found][:2] == ["open_task", "application"]
    assert (found[1].title, found[1].age, found[1].is_late) == ("期限を過ぎた会", 15, True)
    [today] = [each for each in found if each.title == "今日の会"]
    assert (today.age, today.due) == (0, clock.today() + timedelta(days=14))
    assert {each.work.kind for each in found} >= {
        *("application", "correction", "approval", "meeting_plan", "inbound_mail", "open_task"),
        *("meeting_minutes", "expulsion", "incident", "grant", "news", "need_offer"),
    }
    desk = client_as("secretariat")
    for path in {each.path for each in found}:
        assert desk.get(path).status_code == 200, path


def test_kinds_are_declared_once() -> None:
    kinds = [each.kind for each in work_list.kinds()]
    assert len(set(kinds)) == len(kinds) > 15


def test_an_officer_is_put_in_charge(session: Any) -> None:
    row, other = factories.application(), factories.account(Role.SECRETARIAT)
    key = f"application:{row.id}"
    for account_id in (other.id, other.id, None):
        assert work_list.put_in_charge(officer(), [key], account_id) == 1
        [found] = [each for each in work_list.items(officer()) if each.key == key]
        assert found.account_id == account_id
    session.commit()
    changes = select(AuditEntry).where(AuditEntry.action == "work.charge")
    subjects = [each.subject_id for each in session.scalars(changes)]
    assert subjects == [key, key], "the same officer again changes nothing"


def test_only_officers_are_in_charge_and_only_of_what_waits(session: Any) -> None:
    row, member = factories.application(), factories.account(organisation=factories.member())
    with pytest.raises(RuleViolation, match="職員"):
        work_list.put_in_charge(officer(), [f"application:{row.id}"], member.id)
    for key in ("application:0", "nothing", f"batch:{row.id}"):
        with pytest.raises(NotFound):
            work_list.put_in_charge(officer(), [key], None)
    with pytest.raises(NotPermitted):
        work_list.items(viewer_for(member))


def test_lines_are_ticked_and_put_in_charge(session: Any, client_as: RoleClients) -> None:
    row = factories.application(name="待っている会")
    desk = client_as("secretariat")
    page = desk.get("/work/").text
    assert "待っている会" in page
    assert "1件以上" in desk.submit("/work/", {"account_id": ""}).text
    sent = {"key": f"application:{row.id}", "account_id": str(desk.account_id)}
    assert desk.submit("/work/", sent).status_code == 303
    assert "待っている会" in desk.get("/work/?who=mine").text
    assert "待っている会" not in desk.get("/work/?who=free").text
    assert "待っている会" in desk.get("/").text
    workbook = load_workbook(BytesIO(desk.get("/work/?xlsx=1").data))
    assert "待っている会" in str([*workbook.active.values])
