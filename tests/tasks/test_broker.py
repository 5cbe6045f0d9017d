"""A broker that is away or silent delays nobody."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from queue import Empty
from threading import Thread
from time import monotonic

import pytest
from celery import Celery
from flask import Flask
from kombu.exceptions import OperationalError

from app import bell, tasks
from app.extensions import celery
from tests.embedded.test_run import wait_for
from tests.support.processes import free_port
from tests.support.redis import RedisServer


def test_notification_of_the_worker_fails_immediately(app: Flask) -> None:
    app.config["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    away = Celery("bell")
    away.conf.update(**tasks.broker(app))
    begun = monotonic()
    with pytest.raises(OperationalError):
        away.send_task("outbox.sweep", retry=False)
    assert monotonic() - begun < 2


def test_frozen_broker_holds_up_no_form_and_is_rung_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ringing = bell.Bell()
    sent: list[str] = []
    redis = RedisServer()
    with redis as url, Celery("frozen", set_as_current=False) as other:
        app.config["REDIS_URL"] = url
        other.conf.update(**tasks.broker(app))
        send = other.send_task

        def note(name: str, **options: object) -> None:
            send(name, **options)
            sent.append(name)

        monkeypatch.setattr(celery, "send_task", note)
        os.kill(redis.server.process.pid, signal.SIGSTOP)
        begun = monotonic()
        for _ in range(50):
            ringing.ring("outbox.sweep")
        assert monotonic() - begun < 0.5
        os.kill(redis.server.process.pid, signal.SIGCONT)
        wait_for(lambda: ringing.ring("outbox.sweep") or sent, 20)
        assert len(sent) < 5, "rings become one"


def test_worker_takes_no_half_written_message(app: Flask) -> None:
    """It would end: of a message without content it can make nothing."""
    wanted, taken = 1000, 0
    with Celery("files", set_as_current=False) as other:
        other.conf.update(**tasks.broker(app))

        def write() -> None:
            with other.connection() as connection, connection.SimpleQueue("celery") as queue:
                for number in range(wanted):
                    queue.put(number)

        writer = Thread(target=write)
        writer.start()
        with other.connection() as connection:
            channel = connection.channel()
            while taken < wanted:
                with suppress(Empty):
                    channel._get("celery")  # what is not whole raises
                    taken += 1
        writer.join()


def test_message_is_taken_although_the_files_were_deleted_meanwhile(app: Flask) -> None:
    with Celery("files", set_as_current=False) as other:
        other.conf.update(**tasks.broker(app))
        with other.connection() as connection, connection.SimpleQueue("celery") as queue:
            for number in range(3):
                for file in Path(app.config["INSTANCE_DIR"]).rglob("*.exchange"):
                    file.unlink()
                queue.put(number)
                assert queue.get(timeout=5).payload == number
