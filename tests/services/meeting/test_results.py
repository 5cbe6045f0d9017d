"""Notification of results to executive members, open tasks, and the results workbook."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.meeting.open_task import OpenTaskState, OpenTaskVerb
from app.services.front import home
from app.services.meeting import open_tasks, resolution_records, results, rolls, workbooks
from tests.support import closed_meetings
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer


def letters() -> list[OutboxMessage]:
    return list(
        db.session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "meeting_results"))
    )


def test_every_executive_member_is_notified_of_the_results_once(session: Any) -> None:
    meeting = closed_meetings.closed()
    assert results.send(officer(), meeting.id, links=LINKS) == 34
    assert len(letters()) == results.sent_count(meeting.id) == 34
    (record,) = resolution_records.of_meeting(meeting).values()
    body = "".join(letters()[0].body.split())
    for words in (record.reason, "可決", "取下げ（資料の不備）", "予算の報告", "効力の生じた日"):
        assert "".join(words.split()) in body
    assert "/minutes" not in body
    with pytest.raises(StaleState, match="通知済み"):
        results.send(officer(), meeting.id, links=LINKS)


def test_letter_links_to_the_minutes_once_confirmed(session: Any) -> None:
    kept = closed_meetings.confirmed()
    results.send(officer(), kept.meeting_id, links=LINKS)
    assert f"http://localhost/meetings/{kept.meeting_id}/minutes" in letters()[0].body


def test_member_released_in_the_meeting_is_sent_to_the_public_minutes(session: Any) -> None:
    kept = closed_meetings.confirmed()
    entry = rolls.entries(kept.meeting_id)[0]
    entry.released_at = clock.now()
    results.send(officer(), kept.meeting_id, links=LINKS)
    linked = {each.organisation_id: each.body for each in letters()}
    assert f"http://localhost/minutes/{kept.meeting_id}\n" in linked.pop(entry.organisation_id)
    assert all("/minutes\n" in body for body in linked.values())


def test_results_are_sent_after_the_end_only_and_by_the_secretariat(session: Any) -> None:
    meeting, _item = hall.in_session()
    with pytest.raises(StaleState, match="会議が終わってから"):
        results.send(officer(), meeting.id, links=LINKS)
    with pytest.raises(NotPermitted):
        results.send(hall.voter(hall.executives()[0]), meeting.id, links=LINKS)


def test_workbook_holds_attendance_votes_and_results_without_formulas(session: Any) -> None:
    meeting = closed_meetings.closed()
    book = load_workbook(BytesIO(workbooks.book(officer(), meeting.id)))
    assert book.sheetnames == ["出席", "表決", "結果"]
    ways = [row[1].value for row in book["出席"].iter_rows(min_row=2)]
    assert [ways.count(way) for way in ("会場", "オンライン", "電子メール", "委任", "欠席")] == [
        10,
        5,
        2,
        6,
        11,
    ]
    said = [row[1].value for row in book["表決"].iter_rows(min_row=2)]
    assert said.count("賛成（挙手）") == 13
    assert said.count("反対（挙手）") == 1
    assert said.count("賛成（委任・画面から）") == 1
    assert said.count("賛成（電子メール）") == 2
    assert said.count("欠席") == 11
    assert [cell.value for cell in book["結果"][2]][2:9] == [
        *("可決", "規約第12条第1項", 23, 16, 1, 0, 6),
    ]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}, "a cell is a formula"


def test_workbook_is_available_after_the_end_to_those_permitted(session: Any) -> None:
    meeting, _item = hall.in_session()
    with pytest.raises(NotFound):
        workbooks.book(officer(), meeting.id)
    over = closed_meetings.closed()
    assert workbooks.book(hall.voter(hall.executives()[0]), over.id)


def test_task_from_creation_to_completion(session: Any) -> None:
    item = closed_meetings.discussed()
    day = clock.today() + timedelta(days=30)
    task = open_tasks.add(officer(), item.id, text=" 一覧を作る ", who="事務局", due_on=day)
    without_day = closed_meetings.task()
    listed, total = open_tasks.page(officer(), OpenTaskState.OPEN, 1)
    assert (list(listed), total) == ([task, without_day], 2)
    open_tasks.revise(officer(), task.id, text="一覧を作る", who="県", due_on=date(2024, 4, 1))
    assert home.secretariat(officer())["tasks_late"] == 1
    open_tasks.move(officer(), task.id, OpenTaskVerb.FINISH, "公開した")
    assert home.secretariat(officer())["tasks_late"] == 0
    assert list(open_tasks.page(officer(), OpenTaskState.DONE, 1)[0]) == [task]
    with pytest.raises(StaleState):
        open_tasks.move(officer(), task.id, OpenTaskVerb.FINISH)
    with pytest.raises(StaleState):
        open_tasks.revise(officer(), task.id, text="別", who="別", due_on=None)
    open_tasks.move(officer(), task.id, OpenTaskVerb.REOPEN)
    assert (task.done_at, task.done_note) == (None, "")
    with pytest.raises(StaleState):
        open_tasks.move(officer(), task.id, OpenTaskVerb.REOPEN)


def test_task_requires_a_text_and_a_responsible_party(session: Any) -> None:
    item = closed_meetings.discussed()
    for text, who in (("", "県"), ("一覧", " ")):
        with pytest.raises(RuleViolation):
            open_tasks.add(officer(), item.id, text=text, who=who, due_on=None)
        session.expunge_all()


def test_task_requires_an_item_already_discussed(session: Any) -> None:
    planned = hall.resolution(hall.planned())
    with pytest.raises(StaleState):
        open_tasks.add(officer(), planned.id, text="一覧", who="県", due_on=None)
    choices = open_tasks.items(officer())
    assert "県の孤独・孤立対策地域協議会の設置について" in [item.title for item in choices]
    assert planned not in choices
