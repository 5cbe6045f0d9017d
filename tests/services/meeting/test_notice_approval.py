"""While a meeting notice awaits approval by a second person, its content cannot change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.errors import StaleState
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ItemKind
from app.rules.states.meeting.meeting import MeetingState
from app.services.meeting import agendas, meetings, notices, observers
from tests.support import concurrency
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer

PAPER = {"title": "資料", "name": "paper.txt", "content": "資料".encode()}
REPORT = {"title": "活動の報告"}


def submitted() -> tuple[Meeting, AgendaItem]:
    meeting = hall.planned()
    item = hall.resolution(meeting)
    agendas.add_paper(officer(), item.id, **PAPER)
    notices.submit(officer(), meeting.id)
    return meeting, item


VERBS: dict[str, Callable[[AgendaItem], object]] = {
    "plan": lambda item: meetings.revise(
        officer(),
        item.meeting_id,
        {"starts_at": clock.now() + timedelta(days=20), "place": "別の会場"},
    ),
    "add": lambda item: agendas.add(officer(), item.meeting_id, ItemKind.REPORT, REPORT),
    "revise": lambda item: agendas.revise(officer(), item.id, {"title": "別の件名"}),
    "withdraw": lambda item: agendas.withdraw(officer(), item.id, "取りやめ"),
    "add_paper": lambda item: agendas.add_paper(officer(), item.id, **PAPER),
    "remove_paper": lambda item: agendas.remove_paper(officer(), item.id, item.papers[0].id),
}


@pytest.mark.parametrize("verb", VERBS)
def test_change_is_refused_until_the_notice_is_returned(session: Any, verb: str) -> None:
    meeting, item = submitted()
    with pytest.raises(StaleState, match="通知の承認待ちです"):
        VERBS[verb](item)
    notices.send_back(officer(), meeting.id, "直すところがある")
    VERBS[verb](item)


def test_exclusions_and_observers_can_be_changed_during_approval(session: Any) -> None:
    """The notice contains neither of them."""
    meeting, item = submitted()
    member = hall.executives()[0]
    agendas.exclude(officer(), item.id, member, "利害関係がある")
    observer = observers.add(officer(), meeting.id, name="専門家")
    notices.notify(officer(), meeting.id, links=LINKS)
    bodies = session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.purpose == "meeting_notice")
    ).all()
    assert len(bodies) == 34
    assert not [body for body in bodies if "専門家" in body or "利害関係" in body]
    agendas.readmit(officer(), item.id, member)
    observers.remove(officer(), meeting.id, observer.id)


@pytest.mark.both_databases
def test_item_added_during_the_approval_is_not_part_of_the_notice(app: Flask, session: Any) -> None:
    """It is refused before the approval and added as an unnotified item after it."""
    meeting, _item = submitted()
    meeting_id, desk, approver = meeting.id, officer(), officer()
    session.commit()

    def add() -> bool:
        return agendas.add(desk, meeting_id, ItemKind.REPORT, REPORT).notified

    def approve() -> int:
        return notices.notify(approver, meeting_id, links=LINKS)

    outcomes = concurrency.run_concurrently(app, [add, approve])

    session.rollback()
    assert outcomes[1] == 34
    assert outcomes[0] is False or isinstance(outcomes[0], StaleState)
    meeting = session.get(Meeting, meeting_id)
    assert meeting.state is MeetingState.NOTIFIED
    assert len([item for item in meeting.items if item.notified]) == 1
