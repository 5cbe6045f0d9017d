"""The sweep against servers that misbehave: nothing lost, nothing doubled, nobody held up."""

import time
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.post import attachments, lanes, outbox
from app.tasks.post import outbox as sweeps
from app.tasks.post.outbox import sweep
from tests.embedded.test_run import wait_for
from tests.services.post.test_outbox import letter
from tests.support.network import SMTP_SINKS
from tests.support.notices import by_state, write_notices
from tests.support.postgres import PostgresServer
from tests.support.processes import free_port
from tests.support.smtp import silent_server

SENT, PENDING, RETRY = OutboxState.SENT, OutboxState.PENDING, OutboxState.RETRY
ALL = 12


@pytest.fixture
def mail(app: Flask, session: Any, smtp_sink: Any) -> Any:
    """Return the sink, to which some notices are due."""
    app.config["SMTP_URL"] = smtp_sink.url
    write_notices(ALL)
    session.commit()
    return smtp_sink


def recipients(sink: Any) -> list[str]:
    return [received.recipients[0] for received in sink.messages]


@pytest.mark.parametrize(
    "misbehave",
    [
        lambda sink: sink.refuse_sender(),
        lambda sink: sink.refuse_sender("421 4.3.2 Closing"),
        lambda sink: sink.refuse("554 5.7.1 Relay access denied"),
        lambda sink: sink.refuse("550 5.1.1 No such user"),
    ],
)
def test_server_that_takes_nothing_from_us_stops_the_lane(mail: Any, misbehave: Any) -> None:
    misbehave(mail)
    sweep()

    assert by_state() == {PENDING: ALL}
    assert [lane.destination for lane in lanes.stopped()] == [mail.destination]
    assert len(mail.tried) <= 3 and mail.connections <= 2
    sweep()
    assert len(mail.tried) <= 3, "it pauses"


def test_letters_go_once_the_server_takes_them_again(mail: Any, session: Any) -> None:
    mail.refuse_sender()
    sweep()
    mail.reset()
    lanes.locked(lanes.stopped()[0].id).paused_until = None
    session.commit()
    sweep()

    assert by_state() == {SENT: ALL} and lanes.stopped() == []
    assert len(set(recipients(mail))) == len(mail.messages) == ALL


def test_handshake_that_breaks_off_stops_the_lane(app: Flask, mail: Any) -> None:
    mail.break_starttls = True
    app.config["SMTP_URL"] = mail.url.replace("smtp://", "smtp+starttls://")
    sweep()

    assert by_state() == {PENDING: ALL} and len(lanes.stopped()) == 1


def test_server_that_is_away_stops_the_lane(app: Flask, mail: Any) -> None:
    port = free_port()
    SMTP_SINKS.add(("127.0.0.1", port))  # an allowed address without a listener
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    sweep()
    SMTP_SINKS.discard(("127.0.0.1", port))

    assert by_state() == {PENDING: ALL}
    assert "ConnectionRefusedError" in lanes.stopped()[0].why


def test_server_that_closes_after_some_mails_is_no_fault_of_the_letters(mail: Any) -> None:
    mail.mails_a_connection = 5
    sweep()

    assert by_state() == {SENT: ALL} and mail.connections == 3
    assert len(set(recipients(mail))) == len(mail.messages) == ALL


def test_connection_that_is_reset_after_the_reply_doubles_nothing(mail: Any) -> None:
    mail.reset_after_reply = True
    sweep()

    assert by_state()[SENT] + by_state()[RETRY] == ALL
    assert len(set(recipients(mail))) == len(mail.messages)


def test_every_second_recipient_is_tried_later(mail: Any) -> None:
    mail.reply_to_every_second = "452 4.5.3 Too many recipients"
    sweep()

    assert by_state() == {SENT: ALL // 2, RETRY: ALL // 2}
    assert lanes.stopped() == [] and mail.connections == 1


def test_domain_that_asks_for_patience_is_asked_once(mail: Any, session: Any) -> None:
    write_notices(ALL, ("slow.jp",), start=ALL)
    session.commit()
    mail.refuse_recipient("@slow.jp", "450 4.7.1 Slow down")
    sweep()

    assert by_state() == {SENT: ALL, RETRY: 1, PENDING: ALL - 1}
    assert len(mail.tried) == ALL + 1


def test_late_answer_is_waited_for(app: Flask, session: Any, smtp_sink: Any) -> None:
    app.config.update(SMTP_URL=smtp_sink.url, MAIL_TIME_DIVISOR=100)
    write_notices(1)
    session.commit()
    smtp_sink.take_time(0.9)  # a step has 0.6 seconds, the last one 6
    sweep()

    assert by_state() == {SENT: 1} and len(smtp_sink.messages) == 1


def test_server_without_wide_addresses_refuses_only_those(mail: Any, session: Any) -> None:
    mail.without_smtputf8 = True
    wide = outbox.write(SYSTEM, letter(), to="山田@example.jp", dedupe_key="wide")
    domain = outbox.write(SYSTEM, letter(), to="yamada@例え.jp", dedupe_key="domain")
    session.commit()
    sweep()

    assert (wide.state, domain.state) == (OutboxState.FAILED, SENT)
    assert by_state()[SENT] == ALL + 1 and "yamada@xn--r8jz45g.jp" in recipients(mail)


def test_wide_address_goes_where_the_server_takes_it(mail: Any, session: Any) -> None:
    wide = outbox.write(SYSTEM, letter(), to="山田@example.jp", dedupe_key="wide")
    session.commit()
    sweep()

    assert wide.state is SENT and "山田@example.jp" in recipients(mail)


def test_letter_that_cannot_be_rendered_holds_up_no_other(mail: Any, session: Any) -> None:
    broken = outbox.write(SYSTEM, letter(), to="b@example.jp", dedupe_key="broken")
    file = attachments.AttachedFile("a.pdf", "text/calendar; broken", b"%PDF")
    attachments.attach(broken, attachments.store([file]))
    broken.next_at = session.query(OutboxMessage).order_by(OutboxMessage.id).first().next_at
    session.commit()
    sweep()

    assert by_state() == {SENT: ALL, RETRY: 1} and broken.state is RETRY
    assert "送信の形にできませんでした" in broken.events[-1].detail


def test_silent_server_holds_up_no_other(app: Flask, mail: Any, session: Any) -> None:
    write_notices(3, ("silent.jp",), start=ALL)
    session.commit()
    with silent_server() as url:
        app.config.update(SMTP_ROUTES={"silent.jp": url}, MAIL_TIME_DIVISOR=20)
        running = Thread(target=in_context, args=(app,))
        running.start()
        wait_for(lambda: len(mail.messages) == ALL, 5)
        write_notices(1, start=ALL + 3)
        session.commit()
        wait_for(lambda: len(mail.messages) == ALL + 1, 5)
        assert running.is_alive(), "the silent server is still waited for"
        running.join()
    session.rollback()
    assert by_state() == {SENT: ALL + 1, PENDING: 3}
    assert [lane.destination for lane in lanes.stopped()] == [url.removeprefix("smtp://")]


def in_context(app: Flask) -> None:
    with app.app_context():
        sweep()


def test_end_of_the_worker_leaves_the_unanswered_letter_to_a_person(
    app: Flask, mail: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "GRACE", 0.3)
    mail.take_time(60)
    running = Thread(target=in_context, args=(app,))
    running.start()
    wait_for(lambda: mail.messages)
    sweeps.shutting_down.set()
    try:
        running.join(5)
        assert not running.is_alive()
    finally:
        sweeps.shutting_down.clear()
    session.rollback()
    assert by_state() == {OutboxState.UNCERTAIN: 1, PENDING: ALL - 1}
    unknown = session.query(OutboxMessage).where(OutboxMessage.state == "uncertain").one()
    assert mail.destination in unknown.events[-1].detail
    assert db.session.query(lanes.MailLane).one().holder == ""


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_database_that_drops_its_connections_makes_no_letter_doubtful(
    app: Flask, mail: Any, session: Any
) -> None:
    mail.take_time(0.1)
    running = Thread(target=in_context, args=(app,))
    running.start()
    wait_for(lambda: len(mail.messages) > 2)
    session.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )
    session.commit()
    running.join(20)
    sweep()
    assert by_state() == {SENT: ALL}
    assert len(set(recipients(mail))) == len(mail.messages) == ALL


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_database_that_is_away_for_a_moment_makes_no_letter_doubtful(
    app: Flask,
    mail: Any,
    session: Any,
    postgres_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweeps, "GRACE", 0.3)  # the sweep does not end while its lane waits
    app.config["MAIL_TIME_DIVISOR"] = 10
    mail.take_time(0.1)
    running = Thread(target=in_context, args=(app,))
    running.start()
    wait_for(lambda: len(mail.messages) > 2)
    postgres_server.stop()
    time.sleep(2)
    postgres_server.start()
    running.join(20)
    sweep()
    assert by_state() == {SENT: ALL}
    assert len(set(recipients(mail))) == len(mail.messages) == ALL
