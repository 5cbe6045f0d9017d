"""The mailbox is read by IMAP: each mail once, each in its own transaction."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.meeting.inbound import InboundMail
from app.models.meeting.vote import Statement
from app.rules.states.meeting.inbound import InboundState
from app.tasks.meeting.inbound import sweep
from tests.support import mails
from tests.support import meetings as hall
from tests.support.imap import ImapServer


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


def test_nothing_is_read_without_a_mailbox(session: Any) -> None:
    assert sweep() == 0
