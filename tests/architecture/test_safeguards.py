"""The safeguards of the test suite work: closed network, no uncommitted changes, frozen clock."""

import smtplib
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from app import clock
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.security.viewer import Role
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.smtp import SmtpSink
from tests.support.uncommitted import UNCOMMITTED_REQUESTS

OUTSIDE = "198.51.100.1"  # reserved for documentation (TEST-NET-2)
Refused = pytest.fail.Exception


def test_no_connection_leaves_the_machine() -> None:
    with socket.socket() as connection, pytest.raises(Refused):
        connection.connect((OUTSIDE, 80))
    with pytest.raises(Refused):
        socket.getaddrinfo("example.jp", 80)


def test_mail_reaches_the_sink_only(smtp_sink: SmtpSink) -> None:
    with pytest.raises(Refused):
        smtplib.SMTP("127.0.0.1", smtp_sink.port + 1)
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as connection:
        connection.sendmail("from@example.jp", ["to@example.jp"], b"Subject: a\r\n\r\nb")
    assert [message.recipients for message in smtp_sink.messages] == [["to@example.jp"]]


def test_message_is_stored_when_the_reply_after_data_is_lost(smtp_sink: SmtpSink) -> None:
    smtp_sink.drop_connection_after_data()
    with (
        smtplib.SMTP("127.0.0.1", smtp_sink.port) as connection,
        pytest.raises(smtplib.SMTPServerDisconnected),
    ):
        connection.sendmail("from@example.jp", ["to@example.jp"], b"Subject: a\r\n\r\nb")
    assert len(smtp_sink.messages) == 1


def change_a_row() -> None:
    db.session.get_one(Organisation, 1).address = "changed"


def flush_a_row() -> None:
    change_a_row()
    db.session.flush()


def update_in_bulk() -> None:
    db.session.execute(update(Organisation).values(address="changed"))


def commit_a_row() -> None:
    change_a_row()
    db.session.commit()


@pytest.mark.parametrize(
    ("work", "is_forgetful"),
    [
        (change_a_row, True),
        (flush_a_row, True),
        (update_in_bulk, True),
        (commit_a_row, False),
    ],
)
def test_request_without_commit_is_detected(
    app: Flask,
    client_as: RoleClients,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], None],
    is_forgetful: bool,
) -> None:
    def view() -> str:
        work()
        return "done"

    monkeypatch.setitem(app.view_functions, "HomeView.index", view)
    assert client_as(Role.SECRETARIAT).get("/").text == "done"
    found = list(app.extensions[UNCOMMITTED_REQUESTS])
    app.extensions[UNCOMMITTED_REQUESTS].clear()
    assert found == (["GET / answered 200"] if is_forgetful else [])


def test_each_test_starts_with_the_founding_roster_and_its_own_clock(
    session: object, client: PlatformClient, at: Callable[[datetime | date], None]
) -> None:
    assert db.session.query(Organisation).count() == 34
    at(date(2026, 4, 1))
    assert clock.today() == date(2026, 4, 1)
    at(datetime(2026, 4, 1, 15, tzinfo=UTC))
    assert clock.today() == date(2026, 4, 2)
