"""Another day or place after the notice: by two officers, with everything answered so far kept."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply
from app.services.common import approvals
from app.services.meeting import answers, changes, meetings, rolls
from app.services.post import attachments
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer
from tests.support.trail import entry_details

REASON = "会場が使えなくなったため"


def notified() -> Meeting:
    meeting = hall.planned()
    hall.resolution(meeting)
    return hall.notified(meeting)


def moved(meeting: Meeting, **values: Any) -> dict[str, Any]:
    return {"starts_at": meeting.starts_at + timedelta(days=7), "place": "米子市公会堂", **values}


def carried_out(meeting: Meeting, values: dict[str, Any]) -> None:
    changes.propose(officer(), meeting.id, values, reason=REASON)
    changes.release(officer(), meeting.id, links=LINKS)


def letters_of(session: Any, meeting: Meeting) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.purpose == "meeting_changed")
    return list(session.scalars(wanted.order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_change_keeps_roll_statements_and_proxies_and_asks_anew(session: Any) -> None:
    first, second, third = hall.executives()[:3]
    session.get(Organisation, first).business_contact_email = "a@example.jp"
    meeting = notified()
    answers.answer(
        officer(), meeting.id, second, Reply.ROOM, way=AnswerWay.TELEPHONE, attendee="境 太郎"
    )
    hall.delegate(meeting, first, second)
    item = meeting.items[0]
    hall.say(meeting, item, [third])
    record_date, before = meeting.record_date, meeting.starts_at
    carried_out(meeting, moved(meeting))
    register = rolls.register(meeting)
    assert meeting.record_date == record_date and len(rolls.entries(meeting.id)) == 34
    assert first in register.proxies and item.id in register.statements[third]
    kept = {entry.organisation_id: entry.reply for entry in rolls.entries(meeting.id)}
    assert (kept[first], kept[second], kept[third]) == (Reply.PROXY, None, Reply.STATEMENT)
    assert (meeting.starts_at, meeting.place) == (before + timedelta(days=7), "米子市公会堂")
    assert meeting.revision == 1
    (details,) = entry_details("meeting", meeting.id, "meeting.change")
    assert details["reason"] == REASON and details["before"]["place"] == "県庁会議室"
    written = letters_of(session, meeting)
    assert len(written) == 34
    body = written[0].body
    assert "会場：米子市公会堂\n　　（変更前：県庁会議室）" in body and REASON in body
    assert "開催の方法：会場・オンライン併用\n・会場" in body, "unchanged"
    mailed = next(letter for letter in written if letter.recipient)
    (file,) = attachments.of(mailed)
    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event["SEQUENCE"] == 1 and event["DTSTART"].dt == meeting.starts_at.replace(
        microsecond=0
    )


def test_proposer_cannot_release_the_change(session: Any) -> None:
    meeting, first = notified(), officer()
    changes.propose(first, meeting.id, moved(meeting), reason=REASON)
    with pytest.raises(RuleViolation, match="提案した人"), session.begin_nested():
        changes.release(first, meeting.id, links=LINKS)
    assert letters_of(session, meeting) == [] and meeting.place == "県庁会議室"
    with pytest.raises(StaleState, match="すでに承認待ち"):
        changes.propose(officer(), meeting.id, moved(meeting), reason=REASON)
    changes.send_back(officer(), meeting.id, "別の日がよい")
    found = approvals.last(changes.KIND, meeting.id)
    assert found is not None and found.return_reason == "別の日がよい"


@pytest.mark.parametrize(
    ("values", "reason", "message"),
    [
        ({}, REASON, "変更がありません"),
        ({"place": "米子市公会堂"}, " ", "変更の理由"),
        ({"place": ""}, REASON, "会場を入力"),
        ({"form": MeetingForm.WRITTEN}, REASON, "通知し直して"),
        ({"starts_at": clock.now() - timedelta(days=1)}, REASON, "これからの日時"),
        ({"answers_by": clock.today() - timedelta(days=1)}, REASON, "回答期限は、今日から"),
    ],
)
def test_impossible_change_is_not_proposed(
    session: Any, values: dict[str, Any], reason: str, message: str
) -> None:
    meeting = notified()
    with pytest.raises(RuleViolation, match=message):
        changes.propose(officer(), meeting.id, values, reason=reason)


def test_written_resolution_is_not_changed(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    hall.resolution(meeting)
    hall.notified(meeting)
    with pytest.raises(RuleViolation, match="通知し直して"):
        changes.propose(
            officer(),
            meeting.id,
            {"starts_at": meeting.starts_at + timedelta(days=1)},
            reason=REASON,
        )


def test_change_made_impossible_by_the_opening_is_not_released(session: Any) -> None:
    meeting = notified()
    changes.propose(officer(), meeting.id, moved(meeting), reason=REASON)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    with pytest.raises(StaleState):
        changes.release(officer(), meeting.id, links=LINKS)
