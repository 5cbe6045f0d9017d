"""The projector page of a meeting, shown in the room."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.common.audit import AuditEntry
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import MeetingForm, VoteWay
from app.rules.meeting.roll import Choice
from app.services.meeting import attendance, closing, meetings, votes
from tests.support.accounts import RoleClients
from tests.support.desk import officer
from tests.support.meetings import (
    arrive,
    delegate,
    executives,
    in_session,
    notified,
    planned,
    raise_hands,
    resolution,
    say,
)
from tests.support.queries import counted


def test_what_is_missing_comes_first_and_the_sum_is_in_a_fold(
    session: Any, client_as: RoleClients
) -> None:
    meeting, _item = in_session()
    arrive(meeting, executives()[0])
    page = client_as("secretariat").get(f"/meetings/{meeting.id}/projector").text
    assert "あと<b>22</b>団体" in page.partition("board-counts")[0]
    assert "で定足数に達します（出席1／34）" in page
    folded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "3×1＝3＜2×34＝68" in page and "3×1" not in folded
    assert all(f"site-{part}" not in page for part in ("header", "nav", "footer"))
    arrive(meeting, *executives()[1:23])
    page = client_as("secretariat").get(f"/meetings/{meeting.id}/projector/live").text
    assert "<b>23</b>／34" in page and "あと" not in page and "定足数に達しています" in page


def test_projector_from_opening_to_result(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    meeting, item = in_session(title="基本方針の策定")
    path = f"/meetings/{meeting.id}/projector"
    members = executives()
    assert "開会中" in desk.get(path).text
    arrive(meeting, *members[:15])
    for principal in members[15:21]:
        delegate(meeting, principal, members[0])
    say(meeting, item, members[21:23], Choice.AGAINST)
    votes.open_item(officer(), item.id)
    raise_hands(item, members[:10])
    page = desk.get(path).text
    assert "採決中" in page and "会場・オンライン15、電子メール2、委任6" in page
    assert "<b>12</b>／23" in page and "まだ表決していない団体：" in page
    assert page.count(session.get(Organisation, members[10]).name) == 1, "it has not voted"
    assert session.get(Organisation, members[0]).name not in page
    assert all(word not in page for word in ("賛成", "反対", "可決"))
    raise_hands(item, members[10:15])
    for principal in members[15:21]:
        votes.record_all(
            officer(), item.id, {principal: Choice.FOR}, way=VoteWay.HANDS, agents=[principal]
        )
    record = closing.close(officer(), item.id)
    page = desk.get(f"{path}/live").text
    assert "<html" not in page and "可決" in page and record.reason in page
    assert "<dd>21</dd>" in page and "<dd>2</dd>" in page


def test_chair_and_lack_of_quorum_are_shown(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    meeting, item = in_session()
    chair = executives()[0]
    arrive(meeting, chair)
    attendance.elect_chair(officer(), meeting.id, chair)
    path = f"/meetings/{meeting.id}/projector"
    assert "議長：" in desk.get(path).text
    votes.open_item(officer(), item.id)
    closing.close(officer(), item.id)
    meetings.close_meeting(officer(), meeting.id)
    page = desk.get(path).text
    assert "定足数に達せず" in page and "議長：" not in page


@pytest.mark.parametrize("role", ["public", "general", "executive", "council", "administrator"])
def test_only_the_secretariat_can_open_the_projector(
    session: Any, client_as: RoleClients, role: str
) -> None:
    meeting, _item = in_session()
    for part in ("", "/live"):
        answer = client_as(role).get(f"/meetings/{meeting.id}/projector{part}")
        assert answer.status_code in (302, 303, 403, 404)


def test_written_resolution_has_no_projector(session: Any, client_as: RoleClients) -> None:
    meeting = planned(MeetingForm.WRITTEN)
    resolution(meeting)
    notified(meeting)
    assert client_as("secretariat").get(f"/meetings/{meeting.id}/projector").status_code == 404


def test_page_takes_few_queries_and_writes_nothing(
    session: Any, app: Flask, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    meeting, item = in_session()
    arrive(meeting, *executives())
    votes.open_item(officer(), item.id)
    session.commit()
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    path = f"/meetings/{meeting.id}/projector/live"
    desk.get(path)
    with counted(app) as statements:
        desk.get(path)
    assert len(statements) <= 12, statements
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
