"""A written resolution ends with its last day, 24:00 Japan time; arrival decides (規約第12条第5項)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.documents.meeting import verify_resolution
from app.errors import RuleViolation
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting.agenda import AnswerWay, MeetingForm
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.inbound import InboundState
from app.rules.states.meeting.meeting import Outcome
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.meeting import (
    attendance_summary,
    closing,
    meetings,
    member_answers,
    papers,
    recalculation,
    resolution_records,
    rolls,
    statements,
    written_end,
)
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.trail import entry_details

SECOND = timedelta(seconds=1)


def sent(assents: int = 22) -> tuple[Meeting, AgendaItem, list[int]]:
    """Create a written resolution, with so many assents by mail (23 of 34 decide)."""
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:assents])
    return meeting, item, members


def agrees(record: ResolutionRecord) -> None:
    """Recount the record by the rules and by the stand-alone verifier."""
    assert recalculation.recalculate(officer(), record.sequence) == []
    content = resolution_records.canonical(record.content)
    assert verify_resolution.alone(json.loads(content), record.hash, content, "") == []


def test_last_day_ends_at_midnight_whatever_time_was_typed(session: Any) -> None:
    typed = clock.now().astimezone(clock.TOKYO).replace(hour=17) + timedelta(days=20)
    meeting = hall.planned(MeetingForm.WRITTEN, starts_at=typed)
    last_day = typed.date()
    assert clock.local(meeting.starts_at).date() == last_day
    assert meeting.answers_end == clock.at_start_of(last_day + timedelta(days=1))


@pytest.mark.both_databases
@pytest.mark.parametrize("way", [AnswerWay.LINK, AnswerWay.LOGIN])
def test_a_click_counts_until_midnight_and_not_afterwards(
    session: Any, at: Any, way: AnswerWay
) -> None:
    meeting, item, members = sent()
    at(meeting.answers_end)
    hall.say(meeting, item, members[22:23], way=way)
    assert item.outcome is None, "the 23rd assent came a moment too late"
    at(meeting.answers_end - SECOND)
    hall.say(meeting, item, members[23:24], way=way)
    record = resolution_records.of_item(item.id)
    assert (record.outcome, record.effective_on) == (Outcome.DEEMED, clock.today())
    agrees(record)


@pytest.mark.both_databases
def test_what_arrives_late_is_kept_and_shown_and_does_not_count(session: Any, at: Any) -> None:
    meeting, item, members = sent()
    at(meeting.answers_end + SECOND)
    hall.say(meeting, item, members[22:24])
    hall.say(meeting, item, members[:1], Choice.AGAINST)
    record = closing.close(officer(), item.id)
    assert (record.outcome, record.content["deemed"]["assents"]) == (Outcome.NOT_DEEMED, 22)
    agrees(record)
    assert len(record.content["words"]) == 25
    assert str(members[22]) not in record.content["statements"]
    assert "期限の後に届いたため数えない" in attendance_summary.expressed(
        record.content, members[22]
    )
    assert attendance_summary.expressed(record.content, members[0]) == "賛成（電子メール）"
    sheet = member_answers.on_behalf(officer(), meeting.id, members[0])
    assert (sheet.words[item.id].choice, sheet.late[item.id].choice) == (
        Choice.FOR, Choice.AGAINST,
    )  # fmt: skip
    told = entry_details("agenda_item", item.id, "statement.make")
    assert [each["late"] for each in told] == [False] * 22 + [True] * 3
    assert papers.answer_form_pdf(officer(), meeting.id, members[22])


@pytest.mark.both_databases
def test_mail_and_paper_of_the_last_day_count_whenever_read_or_entered(
    session: Any, at: Any
) -> None:
    meeting, item, members = sent(21)
    last_day = clock.local(meeting.starts_at).date()
    at(meeting.answers_end + timedelta(days=2))
    mailed = {item.id: Choice.FOR}
    statements.state(
        officer(), meeting.id, members[21], mailed, way=AnswerWay.EMAIL,
        arrived_at=meeting.answers_end - SECOND,
    )  # fmt: skip
    statements.enter(officer(), meeting.id, members[22], mailed, hall.paper(last_day))
    late = hall.paper(last_day + timedelta(days=1))
    statements.enter(officer(), meeting.id, members[23], mailed, late)
    assert item.outcome is None, "after the last day a person closes it"
    record = closing.close(officer(), item.id)
    assert (record.outcome, record.effective_on) == (Outcome.DEEMED, last_day)
    assert record.content["deemed"]["assents"] == 23
    agrees(record)


def test_result_waits_until_the_inbox_has_been_read_past_the_end(session: Any, at: Any) -> None:
    meeting, item, _members = sent()
    end = meeting.answers_end
    at(end - SECOND)
    with pytest.raises(RuleViolation, match="期限が過ぎるまで"):
        closing.close(officer(), item.id, reads_mail=True)
    at(end + timedelta(hours=1))
    for read_at in (None, end, end + written_end.DELIVERY - SECOND):
        if read_at is not None:
            heartbeats.beat(SYSTEM, written_end.INBOX_READ, read_at)
        with pytest.raises(RuleViolation, match="読み終えていません") as refused:
            closing.close(officer(), item.id, reads_mail=True)
    assert str(refused.value.article) == "規約第12条第5項"
    heartbeats.beat(SYSTEM, written_end.INBOX_READ, end + written_end.DELIVERY)
    assert closing.close(officer(), item.id, reads_mail=True).outcome is Outcome.NOT_DEEMED


@pytest.mark.parametrize("owner", ["its own", "nobody's", "late", "another's"])
def test_result_waits_for_mails_that_wait_for_a_person(session: Any, at: Any, owner: str) -> None:
    meeting, item, _members = sent()
    other, _item = hall.in_session()
    end = meeting.answers_end
    at(end + timedelta(hours=1))
    of = {"its own": meeting, "late": meeting, "another's": other}.get(owner)
    entry = next(iter(rolls.entries(of.id))) if of is not None else None
    mail = InboundMail(
        fingerprint="1", arrived_at=end if owner == "late" else end - SECOND,
        recorded_at=clock.now(), original=b"x", state=InboundState.WAITING, entry=entry,
        choices={}, doubts=[],
    )  # fmt: skip
    session.add(mail)
    session.flush()
    if owner in ("its own", "nobody's"):
        with pytest.raises(RuleViolation, match="メール1件が確認待ち"):
            closing.close(officer(), item.id)
        mail.state = InboundState.REFUSED
        session.flush()
    assert closing.close(officer(), item.id).outcome is Outcome.NOT_DEEMED


def test_record_without_a_last_moment_is_counted_as_before(session: Any, at: Any) -> None:
    """A record of the second format counted all statements, whenever they arrived."""
    meeting, item, members = sent()
    at(meeting.answers_end + SECOND)
    hall.say(meeting, item, members[22:23])
    record = closing.close(officer(), item.id)
    old = json.loads(json.dumps(record.content)) | {"format": "kodoku-platform/resolution/2"}
    del old["meeting"]["answers_end"]
    assert recalculation.counted(old)["outcome"] == "deemed"
    assert verify_resolution.of_writing(old)["outcome"] == "deemed"
    assert recalculation.counted(record.content)["outcome"] == "not_deemed"
    meetings.close_meeting(officer(), meeting.id)
