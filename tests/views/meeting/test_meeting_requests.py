"""Meeting requests of executive members (規約第10条第1項)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.meeting.meeting import MeetingState
from app.services.meeting import meetings
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.desk import officer
from tests.support.platform_meetings import asked_by

NEW = "/meeting-requests/new"


def wishes(**values: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=30)
    return {
        "title": "臨時の会議",
        "reason": "相談が急に増えたため",
        "form": "both",
        "day": day.isoformat(),
        "begins": "10:00",
        "place": "",
        **values,
    }


def asked(session: Any) -> list[Meeting]:
    session.expire_all()
    return list(session.scalars(select(Meeting).where(Meeting.requested_by_id.is_not(None))))


def test_request_is_filed_shown_and_withdrawn(session: Any, client_as: RoleClients) -> None:
    client = client_as("executive")
    answer = client.submit(NEW, wishes())
    (meeting,) = asked(session)
    assert answer.status_code == 303 and answer.location.endswith(f"/{meeting.id}")
    assert meeting.state is MeetingState.REQUESTED and meeting.form is MeetingForm.BOTH
    assert clock.local(meeting.starts_at).hour == 10
    path = f"/meeting-requests/{meeting.id}"
    assert "相談が急に増えたため" in client.get(path).text
    assert client.submit(path, {"reason": " "}).status_code == 422
    assert client.submit(path, {"reason": "解決したため"}).status_code == 303
    (meeting,) = asked(session)
    assert meeting.state is MeetingState.CANCELLED
    assert "解決したため" in client.get(path).text


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"reason": " "}, {"day": "2020-01-01"}, {"begins": "x"}, {"form": "x"}]
)
def test_invalid_request_is_refused_with_input_preserved(
    session: Any, client_as: RoleClients, wrong: dict[str, str]
) -> None:
    answer = client_as("executive").submit(NEW, wishes(place="倉吉", **wrong))
    assert answer.status_code == 422 and "倉吉" in answer.text
    assert asked(session) == []


def test_accepted_request_cannot_be_withdrawn(session: Any, client_as: RoleClients) -> None:
    client = client_as("executive")
    path = f"/meeting-requests/{asked_by(client).id}"
    page = client.get(path).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    meetings.take_up(officer(), asked(session)[0].id)
    answer = client.post(path, data={"reason": "やめます", "csrf_token": token})
    assert answer.status_code == 422 and "準備を始めました" in answer.text
    assert asked(session)[0].state is MeetingState.PLANNING


def test_request_of_another_member_is_not_found(session: Any, client_as: RoleClients) -> None:
    path = f"/meeting-requests/{asked_by(client_as('executive')).id}"
    other = client_as("executive", factories.founding_member("鳥取県"))
    assert other.get(path).status_code == 404


@pytest.mark.parametrize("role", ["public", "general", "council", "secretariat"])
def test_only_executive_members_can_request_a_meeting(
    session: Any, client_as: RoleClients, role: str
) -> None:
    assert client_as(role).get(NEW).status_code in (302, 303, 403, 404)
