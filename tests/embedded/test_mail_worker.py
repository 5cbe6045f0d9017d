"""The worker of the mail: a silent server holds up nothing else, neither work nor the end."""

import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from flask import Flask

from app.rules.states.post.outbox import OutboxState
from tests.embedded.test_run import Running, run, wait_for, write_letter
from tests.support.notices import by_state, write_notices
from tests.support.processes import Server, free_port, with_parent_death_signal
from tests.support.redis import RedisServer
from tests.support.source import ROOT

__all__ = ["run"]
pytestmark = pytest.mark.timeout(180)


def test_silent_mail_server_holds_up_neither_timers_nor_the_end(
    run: Callable[..., Running], tmp_path: Path, smtp_sink: Any
) -> None:
    smtp_sink.take_time(120)
    write_letter(tmp_path)
    database = tmp_path / "platform.sqlite3"
    running = run(SMTP_URL=smtp_sink.url)
    wait_for(lambda: smtp_sink.messages)
    wait_for(lambda: one(database, "SELECT count(*) FROM heartbeat WHERE name = 'timers'"))
    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(timeout=60) == 0
    assert time.monotonic() - begun < 10
    assert one(database, "SELECT state FROM outbox_message") == "uncertain"
    assert one(database, "SELECT holder FROM mail_lane") == ""


def one(database: Path, query: str) -> Any:
    with sqlite3.connect(database, timeout=20) as connection:
        return connection.execute(query).fetchone()[0]


@pytest.fixture
def worker(app: Flask, smtp_sink: Any, tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Return a function that starts a worker of the mail at a broker."""
    started: list[Server] = []
    names = ("INSTANCE_DIR", "SECRET_KEY", "TOTP_KEY", "CASE_KEY")

    def start(broker: str) -> Server:
        settings = {name: str(app.config[name]) for name in names} | {
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "REDIS_URL": broker,
            "SMTP_URL": smtp_sink.url,
            "DEMONSTRATION": "0",
        }
        command = [sys.executable, "-m", "celery", f"--workdir={ROOT}", "-A", "run.celery"]
        options = ["worker", "--queues=mail", "--pool=solo", "--loglevel=WARNING"]
        log = tmp_path / "worker.txt"
        started.append(
            Server(with_parent_death_signal([*command, *options]), log, signal.SIGTERM, settings)
        )
        return started[-1]

    yield start
    for each in started:
        each.stop(20)


def ring(broker: str) -> None:
    with Celery(broker=broker, set_as_current=False) as celery:
        celery.send_task("outbox.sweep", queue="mail")


def sent(session: Any) -> int:
    session.rollback()
    return by_state()[OutboxState.SENT]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_worker_outlives_its_broker(
    session: Any, smtp_sink: Any, worker: Callable[[str], Server]
) -> None:
    smtp_sink.take_time(2)
    write_notices(1)
    session.commit()
    port = free_port()
    with RedisServer(port=port) as url:
        started = worker(url)
        ring(url)
        wait_for(lambda: smtp_sink.messages)
    wait_for(lambda: sent(session) == 1, 20)  # without a broker
    write_notices(1, start=1)
    session.commit()
    with RedisServer(port=port) as url:
        ring(url)
        wait_for(lambda: sent(session) == 2, 30)
    assert started.process.poll() is None
