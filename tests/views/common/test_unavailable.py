"""While the database is away every page answers 503, and works again without a restart."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request_finished
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from tests.support.accounts import RoleClients, csrf_token
from tests.support.postgres import PostgresServer

PAGES = ("/", "/roster", "/organisations/", "/outbox/", "/login", "/cases/", "/search?q=a")
CALM = "ただいまサービスを利用できません"


@pytest.fixture
def away(app: Flask) -> Iterator[list[bool]]:
    """Return a switch: every statement fails while it holds True."""
    with app.app_context():
        engine = db.engine
    switch: list[bool] = []

    def fail(*_arguments: Any) -> None:
        if switch:
            raise OperationalError("SELECT", {}, Exception("the database is away"))

    event.listen(engine, "before_cursor_execute", fail)
    yield switch
    event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("role", ["public", "general", "secretariat", "council"])
def test_pages_answer_503_and_when_to_come_back(
    client_as: RoleClients, away: list[bool], role: str
) -> None:
    client = client_as(role)
    away.append(True)
    for path in PAGES if role != "public" else ("/", "/roster"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), path
        assert CALM in answer.text and "お問合せ番号" in answer.text
        assert "Content-Security-Policy" in answer.headers
        assert "Set-Cookie" not in answer.headers
    away.clear()
    assert client.get("/").status_code == 200


def test_submitted_form_is_not_taken_for_an_expired_one(
    client_as: RoleClients, away: list[bool]
) -> None:
    client = client_as("secretariat")
    token = csrf_token(client)
    away.append(True)

    answer = client.post("/settings/office/numbers", data={"csrf_token": token})

    assert answer.status_code == 503


def test_log_tells_a_full_disk_from_a_database_that_is_away(
    app: Flask, client_as: RoleClients, caplog: pytest.LogCaptureFixture
) -> None:
    client, full = client_as("secretariat"), sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"

    def fail(*_arguments: Any) -> None:
        raise OperationalError("INSERT", {}, full)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        assert client.get("/outbox/").status_code == 503
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert {vars(record).get("cause") for record in caplog.records} == {"SQLITE_FULL"}


def test_process_stays_alive_and_static_files_are_served(
    client_as: RoleClients, away: list[bool]
) -> None:
    client = client_as("secretariat")
    away.append(True)

    assert client.get("/healthz").status_code == 200
    assert client.get("/static/css/base.css").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_postgresql_stops_and_starts(
    client_as: RoleClients, postgres_server: PostgresServer
) -> None:
    """The pool's connections are lost: the first request after the start succeeds all the same."""
    officer, visitor = client_as("secretariat"), client_as("public")
    before = [officer.get("/organisations/"), visitor.get("/roster")]
    postgres_server.stop()
    try:
        during = [officer.get("/organisations/"), visitor.get("/roster"), visitor.get("/readyz")]
    finally:
        postgres_server.start()
    after = [officer.get("/organisations/"), visitor.get("/roster")]

    assert [answer.status_code for answer in before] == [200, 200]
    assert [answer.status_code for answer in during] == [503, 503, 503]
    assert [answer.headers["Retry-After"] for answer in during] == ["30", "30", "60"]
    assert [answer.status_code for answer in after] == [200, 200]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_connection_lost_after_the_answer_takes_nothing_of_it(
    app: Flask, client_as: RoleClients
) -> None:
    def lose_connection(*_answer: Any, **_more: Any) -> None:
        ours = db.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:ours, 1000)"), {"ours": ours})

    visitor = client_as("public")
    with request_finished.connected_to(lose_connection, app):
        assert visitor.get("/roster").status_code == 200
    assert visitor.get("/roster").status_code == 200
