"""An item added after the notice is marked on every agenda as added and not covered by proxies."""

from typing import Any

import pytest
from sqlalchemy import select

from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ItemKind
from app.services.meeting import agendas, closing, meetings, minutes, notices, results, votes
from app.services.meeting import papers as meeting_papers
from tests.documents import papers
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.desk import LINKS, officer

RESOLUTION = "通知の後に加えた議案（規約第12条第3項により、これまでの委任を含めて委任の対象外）"
REPORT = "通知の後に加えた報告事項"


@pytest.fixture
def late(session: Any) -> tuple[Meeting, AgendaItem]:
    """Return a notified meeting and a resolution added later; a report is added too."""
    meeting = hall.planned()
    hall.resolution(meeting, title="通知した議案")
    hall.notified(meeting)
    item = hall.resolution(meeting, title="急ぎの議案")
    agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "急ぎの報告"})
    return meeting, item


def body(session: Any, purpose: str) -> str:
    """Return the body of a letter of this purpose, without whitespace."""
    message = session.scalars(
        select(OutboxMessage).where(OutboxMessage.purpose == purpose).limit(1)
    ).one()
    return papers.squeezed(message.body)


def test_letters_and_minutes_mark_late_items(
    session: Any, late: tuple[Meeting, AgendaItem]
) -> None:
    meeting, item = late
    assert "通知の後" not in body(session, "meeting_notice")
    notices.remind(officer(), meeting.id, links=LINKS)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    for each in meeting.items:
        votes.open_item(officer(), each.id)
        if each.kind is ItemKind.RESOLUTION:
            closing.close(officer(), each.id)
        else:
            votes.end_item(officer(), each.id)
    meetings.close_meeting(officer(), meeting.id)
    results.send(officer(), meeting.id, links=LINKS)
    drafted = papers.squeezed(minutes.draft(officer(), meeting.id).text)
    for told in (body(session, "meeting_reminder"), body(session, "meeting_results"), drafted):
        assert f"急ぎの議案{papers.squeezed(RESOLUTION)}" in told.replace("（規約第9条第4号）", "")
        assert f"急ぎの報告{REPORT}" in told
        assert told.count("通知の後に加えた") == 2
    assert item.addition == RESOLUTION


def test_paper_answer_form_marks_late_items(session: Any, late: tuple[Meeting, AgendaItem]) -> None:
    meeting, _item = late
    text = papers.text_of(meeting_papers.answer_form_pdf(officer(), meeting.id, None))
    assert f"急ぎの議案{papers.squeezed(RESOLUTION)}" in text
    proxy = papers.text_of(meeting_papers.proxy_form_pdf(officer(), meeting.id, None))
    assert "通知した議案" in proxy and "急ぎの議案" not in proxy


def test_projector_and_member_page_mark_late_items(
    session: Any, client_as: RoleClients, late: tuple[Meeting, AgendaItem]
) -> None:
    meeting, item = late
    desk = client_as("secretariat")
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    votes.open_item(officer(), item.id)
    shown = desk.get(f"/meetings/{meeting.id}/projector").text
    assert shown.count("通知後に追加") == 3, "the item in hand, and twice in the agenda"
    assert "委任による議決はできません。（規約第12条第3項）" in shown
    page = client_as("executive").get(f"/meetings/{meeting.id}/answer").text
    assert page.count("通知後に追加") == 2
    assert page.count("委任による議決はできません。") == 1
