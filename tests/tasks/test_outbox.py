"""The sweep against a real mail server, well-behaved and faulty."""

from email.header import decode_header, make_header
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.post.return_path import letter_of
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.post import outbox
from app.tasks.post.outbox import sweep
from tests.services.post.test_outbox import letter


@pytest.fixture
def mail(app: Flask, smtp_sink: Any) -> Any:
    """Run the mail sink and configure the application to use it."""
    app.config["SMTP_URL"] = smtp_sink.url
    return smtp_sink


def write(session: Any, to: str = "a@example.jp", **values: Any) -> OutboxMessage:
    message = outbox.write(SYSTEM, letter(), to=to, dedupe_key="test:1", **values)
    session.commit()
    return message


def test_letter_arrives_complete(session: Any, mail: Any) -> None:
    message = write(session)

    assert sweep() == 1

    [received] = mail.messages
    assert received.recipients == ["a@example.jp"]
    assert received.message["Message-ID"] == message.message_id
    subject = str(make_header(decode_header(received.message["Subject"])))
    assert subject == "【孤独・孤立対策プラットフォーム】お知らせ"
    assert received.message.get_content().replace("\r\n", "\n") == message.body
    assert (message.state, message.reply) == (OutboxState.SENT, "250 OK")
    assert [event.state for event in message.events] == [OutboxState.PENDING, OutboxState.SENT]


def test_envelope_names_the_letter(app: Flask, session: Any, mail: Any) -> None:
    write(session)
    sweep()
    app.config["BOUNCE_MAILBOX"] = "b@example.jp"
    named = outbox.write(SYSTEM, letter(), to="b@example.jp", dedupe_key="test:2")
    session.commit()
    sweep()

    plain, returned = (each.sender for each in mail.messages)
    assert plain == app.config["MAIL_FROM"]
    token = returned.removeprefix("b+").removesuffix("@example.jp")
    assert letter_of(token, app.config["SECRET_KEY"]) == named.id
    assert mail.messages[1].message["From"] == app.config["MAIL_FROM"]


def test_nothing_is_sent_twice(session: Any, mail: Any) -> None:
    write(session)
    sweep()
    sweep()

    assert len(mail.messages) == 1


def test_each_message_has_one_recipient(session: Any, mail: Any) -> None:
    for number in range(3):
        write(session, to=f"m{number}@example.jp")
    sweep()

    assert sorted(received.recipients for received in mail.messages) == [
        [f"m{number}@example.jp"] for number in range(3)
    ]


def test_all_that_is_due_goes_by_one_connection(session: Any, mail: Any) -> None:
    for number in range(120):
        outbox.write(SYSTEM, letter(), to=f"m{number}@example.jp", dedupe_key="test:1")
    session.commit()

    assert sweep() == 120
    assert (len(mail.messages), mail.connections) == (120, 1)


@pytest.mark.parametrize(
    ("misbehave", "state"),
    [
        (lambda sink: sink.refuse(), OutboxState.FAILED),
        (lambda sink: sink.fail_for_now(), OutboxState.RETRY),
        (lambda sink: sink.drop_connection_after_data(), OutboxState.RETRY),
    ],
)
def test_responses_of_a_refusing_server(
    session: Any, mail: Any, misbehave: Any, state: OutboxState
) -> None:
    message = write(session)
    misbehave(mail)
    sweep()

    assert message.state is state
    assert message.reply


def test_lost_response_to_a_confidential_letter_needs_review(session: Any, mail: Any) -> None:
    message = write(session, confidential=True)
    mail.drop_connection_after_data()
    sweep()

    assert message.state is OutboxState.UNCERTAIN


def test_invalid_address_does_not_block_other_letters(session: Any, mail: Any) -> None:
    mail.refuse_recipient("bad@example.jp")
    bad = write(session, to="bad@example.jp")
    good = write(session, to="good@example.jp")
    sweep()

    assert (bad.state, good.state) == (OutboxState.FAILED, OutboxState.SENT)


def test_letters_go_to_the_spool_without_a_mail_server(app: Flask, session: Any) -> None:
    message = write(session)
    sweep()

    assert message.state is OutboxState.SENT
    assert message.reply.startswith("送信せずに保存：")


@pytest.mark.both_databases
def test_concurrent_sweeps_send_each_letter_once(app: Flask, session: Any, mail: Any) -> None:
    for number in range(20):
        write(session, to=f"m{number}@example.jp")
    barrier = Barrier(3)

    def one() -> None:
        barrier.wait()
        with app.app_context():
            sweep()

    threads = [Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    recipients = [received.recipients[0] for received in mail.messages]
    assert sorted(recipients) == sorted(set(recipients))
    assert len(recipients) == 20
    session.rollback()
    states = set(db.session.scalars(select(OutboxMessage.state)))
    assert states == {OutboxState.SENT}
