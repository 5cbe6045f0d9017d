"""The mailbox is read by IMAP: each mail once, each in its own transaction."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.mail.common import mailbox as imap
from app.models.meeting.inbound import InboundMail
from app.models.meeting.vote import Statement
from app.models.post.address import ForgedReturn, MailAddress
from app.rules.post.mail_kind import MailKind
from app.rules.post.return_path import ReturnPath
from app.rules.states.meeting.inbound import InboundState
from app.rules.states.post.outbox import OutboxState
from app.services.common import heartbeats
from app.services.meeting import inbound, written_end
from app.tasks.front.inbox import sweep
from app.tasks.post import outbox
from tests import factories
from tests.support import bounces, mails
from tests.support import meetings as hall
from tests.support.imap import ImapServer

STOPPED = "システムが正常に動いていません"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[ImapServer]:
    """Run an IMAP server and configure the application to read it."""
    with ImapServer() as server:
        app.config |= {"IMAP_URL": server.url, "MAIL_AUTHSERV": mails.AUTHSERV}
        yield server


def test_answers_are_fetched_once_and_recorded(
    app: Flask, session: Any, mailbox: ImapServer
) -> None:
    meeting, item = hall.in_session()
    entry = mails.entry_of(meeting, hall.executives()[0])
    secret = app.config["SECRET_KEY"]
    mailbox.put(mails.mail(entry, "議案第1号：賛成", secret=secret))
    mailbox.put(b"this is no mail")
    mailbox.put(mails.mail(entry, "どちらとも言えません、反対寄りです。", secret=secret))
    session.commit()

    assert sweep() == 3
    assert sweep() == 0
    states = set(session.scalars(select(InboundMail.state)))
    assert states == {InboundState.RECORDED, InboundState.WAITING}
    assert session.scalar(select(func.count(Statement.id)).where(Statement.item_id == item.id)) == 1


@pytest.mark.both_databases
def test_letter_goes_out_comes_back_and_is_put_down_to_its_address(
    app: Flask, session: Any, mailbox: ImapServer, smtp_sink: Any
) -> None:
    app.config |= {"SMTP_URL": smtp_sink.url, "BOUNCE_MAILBOX": "kodoku@example.jp"}
    letter = factories.letter(to="office@example.jp")
    session.commit()
    outbox.sweep()
    [sent] = smtp_sink.messages
    session.refresh(letter)
    assert letter.state is OutboxState.SENT

    mailbox.put(bounces.dsn(to=sent.sender, recipient="forwarded@elsewhere.example"))
    mailbox.put(bounces.dsn(to="kodoku+b1-00000000000000000000@example.jp"))
    for raw in (bounces.absence(to=sent.sender), mails.BOUNCE):
        mailbox.put(raw)
    assert sweep() == 4
    session.expire_all()
    assert letter.state is OutboxState.FAILED
    assert session.scalars(select(MailAddress.address)).all() == ["office@example.jp"]
    assert session.scalars(select(ForgedReturn.number)).one() == 1
    kinds = session.scalars(select(InboundMail.kind)).all()
    assert kinds == [MailKind.BOUNCE], "what names no letter is left to the meeting's list"


def test_bounces_may_have_a_mailbox_of_their_own(
    app: Flask, session: Any, mailbox: ImapServer
) -> None:
    app.config |= {"BOUNCE_IMAP_URL": mailbox.url, "IMAP_URL": ""}
    letter = bounces.sent()
    returns = ReturnPath("b@example.jp", app.config["SECRET_KEY"])
    mailbox.put(bounces.dsn(to=returns.address(letter.id)))
    session.commit()
    assert sweep() == 1
    session.refresh(letter)
    assert letter.state is OutboxState.FAILED
    assert heartbeats.last_beat(written_end.INBOX_READ) is None


def test_nothing_is_read_without_a_mailbox(session: Any) -> None:
    assert sweep() == 0


@pytest.mark.both_databases
def test_mail_that_cannot_be_read_is_queued_and_the_next_is_read(
    app: Flask, session: Any, mailbox: ImapServer
) -> None:
    meeting, _item = hall.in_session()
    entry = mails.entry_of(meeting, hall.executives()[0])
    clear = mails.mail(entry, "議案第1号：賛成", secret=app.config["SECRET_KEY"])
    for raw in mails.BROKEN.values():
        mailbox.put(raw)
    mailbox.put(clear)
    session.commit()

    assert sweep() == len(mails.BROKEN) + 1
    session.expire_all()
    states = list(session.scalars(select(InboundMail.state).order_by(InboundMail.id)))
    assert states == [InboundState.WAITING] * len(mails.BROKEN) + [InboundState.RECORDED]
    assert all(
        session.scalars(select(InboundMail.doubts).where(InboundMail.id <= len(mails.BROKEN)))
    )


def test_every_page_and_readyz_say_when_reading_has_stopped(
    app: Flask, session: Any, mailbox: ImapServer, client_as: Any, at: Any
) -> None:
    desk = client_as("secretariat")
    sweep()
    assert STOPPED not in desk.get("/outbox/").text
    assert desk.get("/readyz").json["inbound"] is True
    at(clock.now() + timedelta(minutes=4))
    assert desk.get("/readyz").json["inbound"] is False
    assert STOPPED in desk.get("/outbox/").text


def test_inbox_counts_as_read_only_when_nothing_was_left(
    session: Any, mailbox: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A written resolution is not final before the inbox has been read past its last day."""
    mailbox.put(b"this is no mail")
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "receive", _fail)
        assert sweep() == 0
    assert heartbeats.last_beat(written_end.INBOX_READ) is None
    with monkeypatch.context() as full:
        full.setattr(imap, "MAX_MAILS", 1)
        assert sweep() == 1
    assert heartbeats.last_beat(written_end.INBOX_READ) is None, "there may be more"
    before = clock.now()
    assert sweep() == 0
    read_at = heartbeats.last_beat(written_end.INBOX_READ)
    assert read_at is not None and read_at >= before


def _fail(*_args: Any, **_options: Any) -> None:
    raise RuntimeError
