"""What a notice says, and the files that go with it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.models.membership.organisation import Organisation
from app.models.post.outbox import MailFile, OutboxMessage
from app.services.meeting import agendas, notice_contents
from app.services.post import attachments
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.desk import LINKS, officer

PDF = b"%PDF-1.7 a paper"


def mails(session: Any) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.purpose == "meeting_notice")
    return list(session.scalars(wanted.order_by(OutboxMessage.id)))


def addressed(session: Any, *names: str) -> list[Organisation]:
    """Give as many executive members a mail address."""
    found = [session.get(Organisation, pk) for pk in hall.executives()[: len(names)]]
    for member, name in zip(found, names, strict=True):
        member.business_contact_email = name if "@" in name else f"{name}@example.jp"
    return found


def with_paper() -> Any:
    meeting = hall.planned()
    item = hall.resolution(meeting, text="背景と理由を説明します。")
    agendas.add_paper(officer(), item.id, title="計画案", name="計画.pdf", content=PDF)
    return meeting


def test_body_holds_explanation_papers_and_deadline(session: Any) -> None:
    meeting = with_paper()
    hall.notified(meeting)
    body = mails(session)[0].body
    assert "背景と理由を説明します。" in body and "資料1：計画案" in body
    assert "回答期限：" in body
    assert meeting.answers_by == clock.local(meeting.starts_at).date() - timedelta(days=3)


@pytest.mark.both_databases
def test_papers_and_calendar_are_attached_where_files_are_taken(session: Any) -> None:
    without, refusing, *_others = addressed(session, "tantou@city.example.lg.jp", "b", "c", "d")
    refusing.takes_attachments = False
    hall.notified(with_paper())
    files = {
        mail.organisation_id: attachments.of(mail) for mail in mails(session) if mail.recipient
    }
    assert len(files) == 4
    assert files.pop(without.id) == () and files.pop(refusing.id) == ()
    for found in files.values():
        assert [file.name for file in found] == ["meeting.ics", "計画.pdf"]
        assert found[1].content == PDF
    assert session.query(MailFile).count() == 2


def test_files_beyond_the_limit_are_left_out(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 2_000)
    meeting = with_paper()
    agendas.add_paper(
        officer(), meeting.items[0].id, title="大", name="大.pdf", content=PDF + b" " * 3_000
    )
    (member,) = addressed(session, "a")
    hall.notified(meeting)
    (mail,) = [each for each in mails(session) if each.organisation_id == member.id]
    assert [file.name for file in attachments.of(mail)] == ["meeting.ics", "計画.pdf"]


def test_plan_with_an_impossible_end_or_deadline_is_refused(session: Any) -> None:
    begins = clock.now() + timedelta(days=9)
    for values in (
        {"ends_at": begins - timedelta(minutes=1)},
        {"answers_by": clock.today() - timedelta(days=1)},
        {"answers_by": clock.local(begins).date() + timedelta(days=1)},
    ):
        with pytest.raises(RuleViolation):
            hall.planned(starts_at=begins, **values)


def test_old_and_new_text_of_rules_stand_in_the_notice(session: Any) -> None:
    meeting = hall.planned()
    meeting_desk.amendment(meeting)
    said = notice_contents.explanations(meeting)[meeting.items[0].id]
    assert "新旧対照" in said and "現行：" in said and "改正後：" in said
    assert notice_contents.sample_notice(officer(), meeting, by_mail=False)[1] == 34
    assert notice_contents.files(meeting, LINKS)[0].media_type.startswith("text/calendar")
