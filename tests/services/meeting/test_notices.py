"""Meeting notices: validity, approval, recipients, reminders."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.common.timer import Timer
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, ItemKind, MeetingForm, Reply, ResolutionKind
from app.rules.membership.membership import Standing
from app.rules.states.common.approval import ApprovalState
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common import approvals
from app.services.meeting import agendas, answers, effects, meetings, notices, observers, rolls
from tests.support import closed_meetings
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer
from tests.support.queries import counted
from tests.support.trail import entry_details


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose).order_by(OutboxMessage.id)
    return list(session.scalars(found))


def late(meeting: Meeting) -> None:
    meeting.starts_at = clock.now() - timedelta(minutes=1)


def report_in_writing(meeting: Meeting) -> None:
    meeting.form = MeetingForm.WRITTEN
    agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "報告"})


def consent_taken_back(meeting: Meeting) -> None:
    consent = hall.consent()
    hall.resolution(meeting, ResolutionKind.SELECTION, consent_id=consent.id)
    consent.state = consent.state.__class__.TAKEN_BACK


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (late, "日時が過ぎています"),
        (lambda meeting: setattr(meeting, "place", ""), "会場が決まっていません"),
        (
            lambda meeting: agendas.withdraw(officer(), meeting.items[0].id, "やめる"),
            "議題がありません",
        ),
        (report_in_writing, "書面決議には議案だけ"),
        (consent_taken_back, "議案第2号：選出する候補団体の内諾書"),
    ],
)
def test_invalid_notice_is_neither_submitted_nor_approved(
    session: Any, spoil: Callable[[Meeting], Any], message: str
) -> None:
    meetings_ = [hall.planned(), hall.planned()]
    for meeting in meetings_:
        hall.resolution(meeting)
    notices.submit(officer(), meetings_[1].id)
    meetings_[1].state = MeetingState.PLANNING
    for meeting in meetings_:
        spoil(meeting)
    meetings_[1].state = MeetingState.AWAITING_APPROVAL
    for act in (
        lambda: notices.submit(officer(), meetings_[0].id),
        lambda: notices.notify(officer(), meetings_[1].id, links=LINKS),
    ):
        with pytest.raises(RuleViolation, match=message), session.begin_nested():
            act()
    assert letters(session, "meeting_notice") == []


def test_every_step_is_taken_by_an_officer_of_the_secretariat(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    member = hall.voter(hall.executives()[0])
    for who in (member, SYSTEM):
        for step in (
            lambda who=who: notices.submit(who, meeting.id),
            lambda who=who: notices.send_back(who, meeting.id, "理由"),
            lambda who=who: notices.notify(who, meeting.id, links=LINKS),
        ):
            with pytest.raises(NotPermitted):
                step()
    with pytest.raises(NotPermitted):
        notices.remind(member, meeting.id, links=LINKS)


def test_submitter_cannot_approve_the_notice_and_may_withdraw_it(session: Any) -> None:
    meeting, first, second = hall.planned(), officer(), officer()
    hall.resolution(meeting)
    with pytest.raises(StaleState):
        notices.notify(second, meeting.id, links=LINKS)
    notices.submit(first, meeting.id)
    with pytest.raises(StaleState):
        notices.submit(first, meeting.id)
    with pytest.raises(RuleViolation, match="提案した人は承認できません"), session.begin_nested():
        notices.notify(first, meeting.id, links=LINKS)
    with pytest.raises(RuleViolation, match="差し戻す理由"), session.begin_nested():
        notices.send_back(first, meeting.id, " ")
    notices.send_back(first, meeting.id, "日程の再調整")
    assert meeting.state is MeetingState.PLANNING
    assert approvals.last(notices.KIND, meeting.id).return_reason == "日程の再調整"
    notices.submit(second, meeting.id)
    assert notices.notify(first, meeting.id, links=LINKS) == 34
    with pytest.raises(StaleState):
        notices.notify(second, meeting.id, links=LINKS)
    assert entry_details("meeting", meeting.id, "meeting.notify") == [{"executives": 34}]


def test_roll_is_taken_on_the_day_of_the_notice(session: Any) -> None:
    gone, *rest = hall.executives()
    session.get(Organisation, gone).standing = Standing.FORMER
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    session.get(Organisation, rest[0]).standing = Standing.FORMER
    entries = rolls.entries(meeting.id)
    assert {entry.organisation_id for entry in entries} == set(rest)
    kana = [entry.organisation.name_kana for entry in entries]
    assert kana == sorted(kana)
    assert len({entry.link_nonce for entry in entries}) == 33
    assert meeting.record_date == clock.today()
    assert approvals.last(notices.KIND, meeting.id).state is ApprovalState.RELEASED


@pytest.mark.both_databases
def test_roll_and_its_members_are_loaded_in_one_query(app: Flask, session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    meeting_id = hall.notified(meeting).id
    session.expunge_all()
    with counted(app) as asked:
        names = [entry.organisation.name for entry in rolls.entries(meeting_id)]
    assert len(names) == 34 and len(asked) == 1


def test_released_member_leaves_the_rolls_of_meetings_not_yet_over(session: Any) -> None:
    over, running = closed_meetings.closed(), hall.in_session()[0]
    effects.leave_open_meetings(hall.executives()[0])
    left = [
        [entry.released_at is not None for entry in rolls.entries(meeting.id)]
        for meeting in (over, running)
    ]
    assert (sum(left[0]), sum(left[1])) == (0, 1)


def test_every_member_gets_its_own_letter_with_all_facts(session: Any) -> None:
    meeting = hall.planned(
        online_url="https://meet.example.jp/kaigi", online_access="番号 123", note="駐車場は東側"
    )
    item = hall.resolution(meeting, title="規約の改正")
    without_mail = session.get(Organisation, hall.executives()[0])
    without_mail.business_contact_email = without_mail.email = ""
    with_mail = session.get(Organisation, hall.executives()[1])
    with_mail.business_contact_email = "kanji@example.jp"
    hall.notified(meeting)
    sent = {letter.organisation_id: letter for letter in letters(session, "meeting_notice")}
    assert len(sent) == 34 and len({letter.body for letter in sent.values()}) == 34
    assert len({letter.number for letter in sent.values()}) == 1
    letter = sent[with_mail.id]
    entry = (
        session.query(RollEntry)
        .filter_by(meeting_id=meeting.id, organisation_id=with_mail.id)
        .one()
    )
    link = LINKS.meeting_answer(entry.id, entry.link_nonce)
    for part in ("県庁会議室", "https://meet", "番号 123", "駐車場は東側", item.label, link):
        assert part in letter.body, part
    assert "規約の改正" in letter.body and letter.secret
    assert letter.recipient == "kanji@example.jp" and letter.state is OutboxState.PENDING
    assert letter.letter is not None and "meeting-answer" not in str(letter.letter)
    by_post = sent[without_mail.id]
    assert (by_post.recipient, by_post.state) == ("", OutboxState.HELD)


def test_observers_are_invited_with_the_notice_or_when_added_later(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting, title="規約の改正")
    observers.add(
        officer(), meeting.id, name="専門家", email="first@example.jp", reason="調査の説明"
    )
    observers.add(officer(), meeting.id, name="電話で頼んだ人")
    assert letters(session, "meeting_invitation") == []
    hall.notified(meeting)
    observers.add(officer(), meeting.id, name="あとの人", email="late@example.jp")
    first, late_one = letters(session, "meeting_invitation")
    assert (first.recipient, late_one.recipient) == ("first@example.jp", "late@example.jp")
    for part in ("専門家　様", "規約第10条第3項", "県庁会議室", "規約の改正", "調査の説明"):
        assert part in first.body, part
    assert "meeting-answer" not in first.body


def test_observers_are_not_invited_to_a_written_resolution(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    observers.add(officer(), meeting.id, name="専門家", email="first@example.jp")
    meetings.revise(officer(), meeting.id, {"form": MeetingForm.WRITTEN})
    hall.notified(meeting)
    assert letters(session, "meeting_invitation") == []


def test_written_resolution_is_open_from_the_notice(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    assert (item.state, item.opened_at) == (ItemState.OPEN, meeting.notified_at)
    kinds = session.scalars(select(Timer.kind).where(Timer.subject_id == meeting.id))
    assert sorted(kinds) == ["answers_due", "meeting_reminder", "meeting_reminder"]


def test_no_reminder_is_scheduled_before_the_notice(session: Any, at: Any) -> None:
    at(date(2026, 12, 8))
    begins = clock.now() + timedelta(days=8)
    meeting = hall.planned(starts_at=begins, answers_by=clock.today() + timedelta(days=3))
    hall.resolution(meeting)
    hall.notified(meeting)
    (due,) = session.scalars(select(Timer.due_at).where(Timer.subject_id == meeting.id))
    assert due == clock.at_start_of(meeting.answers_by) + timedelta(hours=9) - timedelta(days=2)


def test_only_members_without_an_answer_are_reminded_once_a_day(session: Any, at: Any) -> None:
    begins = clock.now()
    at(begins)
    meeting = hall.planned()
    item = hall.resolution(meeting)
    with pytest.raises(StaleState):
        notices.remind(officer(), meeting.id, links=LINKS)
    hall.notified(meeting)
    coming, absent, writer, principal, released, *silent = hall.executives()
    for member, reply, who in ((coming, Reply.ROOM, "鳥取"), (absent, Reply.ABSENT, "")):
        answers.answer(officer(), meeting.id, member, reply, way=AnswerWay.PAPER, attendee=who)
    hall.say(meeting, item, [writer])
    hall.delegate(meeting, principal, coming)
    effects.leave_open_meetings(released)
    notices.remind(officer(), meeting.id, links=LINKS)
    notices.remind(officer(), meeting.id, links=LINKS)
    reminded = letters(session, "meeting_reminder")
    assert {letter.organisation_id for letter in reminded} == set(silent)
    assert len(reminded) == len(silent) and all(letter.secret for letter in reminded)
    at(begins + timedelta(days=1))
    notices.remind(officer(), meeting.id, links=LINKS)
    assert len(letters(session, "meeting_reminder")) == 2 * len(silent)
    at(meeting.starts_at)
    with pytest.raises(RuleViolation, match="期日を過ぎている"):
        notices.remind(officer(), meeting.id, links=LINKS)


@pytest.mark.parametrize(("lead", "short"), [(17, False), (18, True), (0, False)])
def test_short_notice_depends_on_lead_time(session: Any, at: Any, lead: int, short: bool) -> None:
    at(clock.now())
    assert notices.is_short(hall.planned(lead_days=lead)) is short
