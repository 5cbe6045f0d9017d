"""Statements of intent by mail (規約第12条第4項): processing and response for each kind of mail."""

from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.roll import Choice
from app.rules.post.mail_kind import MailKind
from app.rules.states.meeting.inbound import InboundState
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import closing, inbound, meetings, votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.mails import AUTHSERV, BROKEN, SECRET, entry_of, mail, receive


@pytest.fixture
def asked(session: Any) -> tuple[Meeting, AgendaItem, Any]:
    """Return a notified meeting, its resolution, and a member's roll entry."""
    meeting = hall.planned()
    item = hall.resolution(meeting)
    hall.notified(meeting)
    return meeting, item, entry_of(meeting, hall.executives()[0])


def statement(session: Any, item: AgendaItem) -> list[Choice]:
    return list(session.scalars(select(Statement.choice).where(Statement.item_id == item.id)))


def letters(session: Any, purpose: str) -> list[str]:
    return list(session.scalars(select(OutboxMessage.body).where(OutboxMessage.purpose == purpose)))


@pytest.mark.both_databases
def test_clear_mail_is_recorded_and_answered(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    found = receive(mail(entry, f"議案第１号：賛成\r\n\r\n-- \r\n{entry.organisation.name}"))
    assert found.state is InboundState.RECORDED
    assert statement(session, item) == [Choice.FOR]
    assert item.title in letters(session, "statement_recorded")[0]


def test_duplicate_mail_is_recorded_once(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    raw = mail(entry, "議案第1号：反対")
    assert receive(raw) is receive(raw)
    assert statement(session, item) == [Choice.AGAINST]


def test_mail_recorded_before_undoes_no_later_answer(session: Any, asked: Any) -> None:
    """Whoever holds a copy sends it again: the signature of its sender holds, the bytes differ."""
    _meeting, item, entry = asked
    dated = {"Date": "Wed, 25 Nov 2026 10:00:00 +0900"}
    first = mail(entry, "議案第1号：賛成", headers=dated)
    receive(first)
    receive(mail(entry, "議案第1号：反対"))
    unmarked = b"\r\n".join(line for line in first.split(b"\r\n") if b"Message-ID" not in line)
    for copy in (first, unmarked):
        again = receive(b"Received: from elsewhere; Fri, 27 Nov 2026 09:00:00 +0900\r\n" + copy)
        assert again.state is InboundState.WAITING
        assert "Message-ID" in again.doubts[0]
        assert statement(session, item) == [Choice.FOR, Choice.AGAINST]


@pytest.mark.parametrize("address", ["office@example.jp", "former@example.jp"])
def test_whoever_left_states_nothing_for_the_member(session: Any, asked: Any, address: str) -> None:
    _meeting, item, entry = asked
    person = factories.account(organisation=entry.organisation, email=address)
    person.ends_on = clock.today()
    assert receive(mail(entry, "議案第1号：賛成", sender=address)).state is InboundState.RECORDED
    person.ends_on = clock.today() - timedelta(days=1)
    late = receive(mail(entry, "議案第1号：反対", sender=address))
    assert late.state is InboundState.WAITING
    assert statement(session, item) == [Choice.FOR]


def test_marks_heaped_upon_one_sign_are_read_in_bearable_time(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    heap = "e" + "\u0301\u0316" * 25_000  # a minute, if composed as it is
    before = perf_counter()
    found = receive(mail(entry, f"議案第1号：賛成\n{heap}"))
    assert inbound.opened(officer(), found, entry, authserv=AUTHSERV, mail_from="")
    assert perf_counter() - before < 5
    assert found.state is InboundState.WAITING
    assert statement(session, item) == []


QUOTED = """議案第1号：反対

2026年11月25日(水) 10:00 事務局 <kodoku@example.jp>:
> 議案第1号：賛成
> ご回答ください
"""
OUTLOOK = """議案第1号：反対

-----Original Message-----
From: 事務局 <kodoku@example.jp>
議案第1号：賛成
"""


@pytest.mark.parametrize("text", [QUOTED, OUTLOOK])
def test_quotation_that_is_not_ours_awaits_manual_review(
    session: Any, asked: Any, text: str
) -> None:
    _meeting, item, entry = asked
    assert receive(mail(entry, text)).state is InboundState.WAITING
    assert statement(session, item) == []


def test_mail_in_iso_2022_jp_with_windows_characters_is_read(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    head, _, _body = mail(entry, "x").partition(b"\r\n\r\n")
    head = b"\r\n".join(
        line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-")
    )
    circled = b"\x1b$B\x2d\x21\x2d\x6a\x1b(B"  # ①㈱, missing from the standard
    body = "議案第1号：賛成\r\n".encode("iso-2022-jp") + circled + b"\r\n"
    kind = b"Content-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit"
    found = receive(head + b"\r\n" + kind + b"\r\n\r\n" + body)
    assert "①㈱" in found.text
    assert found.doubts == ["決まった書き方でない行があります：「①㈱」"]
    assert found.choices == {str(item.id): Choice.FOR.value}


def test_html_only_mail_is_read(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    head, _, _body = mail(entry, "x").partition(b"\r\n\r\n")
    head = b"\r\n".join(
        line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-")
    )
    page = "<html><head><style>p{margin:0}</style></head><body><p>議案第1号：賛成</p></body></html>"
    kind = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit"
    receive(head + b"\r\n" + kind + b"\r\n\r\n" + page.encode())
    assert statement(session, item) == [Choice.FOR]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
    ],
)
def test_automatic_reply_is_not_an_answer(
    session: Any, asked: Any, headers: dict[str, str]
) -> None:
    _meeting, item, entry = asked
    found = receive(mail(entry, "議案第1号：賛成", headers=headers))
    assert (found.state, found.kind) == (InboundState.IGNORED, MailKind.AUTO_REPLY)
    assert statement(session, item) == []
    again = inbound.look_again(officer(), found.id)
    assert again.state is InboundState.WAITING
    assert again.doubts[0] == "自動返信と判断したメールです。" and len(again.doubts) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sender": "stranger@example.com"}, "登録アドレス"),
        ({"authentic": False}, "なりすまし"),
        (
            {
                "authentic": False,
                "headers": {
                    "Authentication-Results": "elsewhere.example; dkim=pass header.d=example.jp"
                },
            },
            "なりすまし",
        ),
        ({"secret": "another secret"}, "番号が正しくない"),
    ],
)
def test_mail_of_doubtful_origin_awaits_manual_review(
    session: Any, asked: Any, values: dict[str, Any], words: str
) -> None:
    _meeting, item, entry = asked
    found = receive(mail(entry, "議案第1号：賛成", **values))
    assert found.state is InboundState.WAITING
    assert words in "".join(found.doubts)
    assert statement(session, item) == []


@pytest.mark.parametrize(
    "text",
    ["条件付きで賛成です。", "議案第1号：賛成\n議案第1号：反対", "議案第9号：賛成", "よろしく。"],
)
def test_ambiguous_statement_awaits_manual_review(session: Any, asked: Any, text: str) -> None:
    _meeting, item, entry = asked
    found = receive(mail(entry, text))
    assert found.state is InboundState.WAITING
    assert statement(session, item) == []
    inbound.confirm(officer(), found.id, entry.id, {item.id: Choice.AGAINST}, note="電話で確認")
    assert statement(session, item) == [Choice.AGAINST]
    with pytest.raises(StaleState):
        inbound.confirm(officer(), found.id, entry.id, {item.id: Choice.FOR}, note="")


def test_officer_who_uploads_a_mail_cannot_confirm_it(session: Any, asked: Any) -> None:
    _meeting, item, entry = asked
    first = officer()
    found = inbound.receive(
        first,
        mail(entry, "議案第1号：賛成"),
        secret="a secret of the tests",
        authserv="mx.example.jp",
    )
    assert found.state is InboundState.WAITING
    with pytest.raises(RuleViolation):
        inbound.confirm(first, found.id, entry.id, {item.id: Choice.FOR}, note="")
    session.expire_all()
    inbound.confirm(officer(), found.id, entry.id, {item.id: Choice.FOR}, note="")
    assert statement(session, item) == [Choice.FOR]


def test_statement_counts_from_its_arrival(session: Any, asked: Any) -> None:
    meeting, item, entry = asked
    late = receive(mail(entry, "賛成かな。"), arrived_at=clock.now() - timedelta(hours=2))
    receive(mail(entry, "議案第1号：反対"), arrived_at=clock.now() - timedelta(hours=1))
    inbound.confirm(officer(), late.id, entry.id, {item.id: Choice.FOR}, note="")
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    votes.open_item(officer(), item.id)
    record = closing.close(officer(), item.id)
    assert record.content["statements"][str(entry.organisation_id)]["choice"] == "against"


def test_mail_after_the_end_is_kept_and_answered(session: Any, asked: Any) -> None:
    meeting, item, entry = asked
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    votes.open_item(officer(), item.id)
    assert closing.close(officer(), item.id).outcome is Outcome.NO_QUORUM
    waiting = receive(mail(entry, "議案第1号：賛成"))
    assert waiting.state is InboundState.WAITING
    assert "採決が終わった" in "".join(waiting.doubts)
    meetings.close_meeting(officer(), meeting.id)
    found = receive(mail(entry, "議案第1号：賛成"))
    assert found.state is InboundState.REFUSED
    assert "終了" in letters(session, "statement_not_recorded")[0]
    assert statement(session, item) == []


def test_refusal_is_explained_to_known_senders_only(session: Any, asked: Any) -> None:
    _meeting, _item, entry = asked
    known = receive(mail(entry, "賛否は保留します。"))
    inbound.refuse(officer(), known.id, "賛否が書かれていないため")
    forged = receive(mail(entry, "議案第1号：賛成", sender="stranger@example.com"))
    inbound.refuse(officer(), forged.id, "差出人が確認できないため")
    assert len(letters(session, "statement_not_recorded")) == 1


@pytest.mark.parametrize("raw", [b"", b"   ", b"\x00\xff" * 10, b"just words"])
def test_uploaded_file_that_is_no_mail_is_refused(session: Any, raw: bytes) -> None:
    with pytest.raises(RuleViolation):
        inbound.receive(officer(), raw, secret=SECRET, authserv=AUTHSERV)
    assert session.scalars(select(InboundMail)).all() == []


@pytest.mark.both_databases
@pytest.mark.parametrize("name", BROKEN)
def test_broken_mail_is_queued_for_an_officer(session: Any, name: str) -> None:
    found = receive(BROKEN[name])
    assert found.state is InboundState.WAITING and found.doubts


@pytest.mark.both_databases
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    raw=st.binary(max_size=400), kind=st.sampled_from(["alone", "in From", "in Subject", "as text"])
)
def test_any_bytes_are_received(session: Any, raw: bytes, kind: str) -> None:
    whole = {
        "alone": raw,
        "in From": b"From: " + raw + b"\r\nSubject: x\r\n\r\nz\r\n",
        "in Subject": b"From: a@example.jp\r\nSubject: " + raw + b"\r\n\r\nz\r\n",
        "as text": b"From: a@example.jp\r\nSubject: x\r\n\r\n" + raw,
    }[kind]
    assert receive(whole).state in (InboundState.WAITING, InboundState.IGNORED)
