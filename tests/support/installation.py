"""The service as compose.yaml starts it, for a database, a broker and a mail server of the tests."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from flask import Flask

from app.extensions import db
from tests.support.processes import Server, free_port, is_listening, with_parent_death_signal
from tests.support.redis import RedisServer
from tests.support.sink_process import sink_process
from tests.support.source import ROOT

NAMES = ("INSTANCE_DIR", "SECRET_KEY", "TOTP_KEY", "CASE_KEY")
DURABLE = "?options=-csynchronous_commit%3Don"
"""What is committed survives the end of PostgreSQL's processes."""
WEB = "gunicorn run:app --workers=2 --threads=8 --preload --no-control-socket"
CELERY = "celery -A run.celery"
MAIL = f"{CELERY} worker --queues=mail --pool=solo --loglevel=WARNING -n mail@test"
OTHERS = (
    f"{CELERY} worker --queues=celery --pool=solo --loglevel=WARNING -n other@test",
    f"{CELERY} beat --loglevel=WARNING --pidfile=",
)


@dataclass(frozen=True)
class Installation:
    """Where it is reached, and where the mail server lists what it has stored."""

    address: str
    stored: Path
    redis: RedisServer
    broker: str

    def ring(self) -> None:
        """Ring for a sweep of the outbox, as a request does and the beat."""
        with Celery(broker=self.broker, set_as_current=False) as celery:
            celery.send_task("outbox.sweep", queue="mail")

    def has_mail_worker(self) -> bool:
        """Whether the worker of the mail answers."""
        with Celery(broker=self.broker, set_as_current=False) as celery:
            return any("mail@test" in each for each in celery.control.ping(timeout=0.5))

    def without_broker(self, seconds: float) -> None:
        """Stop Redis and start it again."""
        self.redis.stop()
        time.sleep(seconds)
        self.redis.start()

    def with_silent_broker(self, seconds: float) -> None:
        """Let Redis answer nothing."""
        os.kill(self.redis.server.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.redis.server.process.pid, signal.SIGCONT)


@contextmanager
def installed(
    app: Flask, folder: Path, *, whole: bool = False, seconds_a_letter: float = 0
) -> Iterator[Installation]:
    """Run web processes and the worker of the mail. whole: the other worker and the beat, too.

    seconds_a_letter: what the mail server takes. No changes may be uncommitted.
    """
    db.session.rollback()
    db.engine.dispose()
    port, stored = free_port(), folder / "stored"
    with ExitStack() as stop:
        redis = RedisServer()
        broker = stop.enter_context(redis)
        settings = {name: str(app.config[name]) for name in NAMES} | {
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"] + DURABLE,
            "REDIS_URL": broker,
            "SMTP_URL": stop.enter_context(sink_process(stored, seconds_a_letter)),
            "DEMONSTRATION": "0",
        }
        programs = [f"{WEB} --bind=127.0.0.1:{port}", MAIL, *(OTHERS if whole else ())]
        servers = []
        for number, line in enumerate(programs):
            command = with_parent_death_signal([sys.executable, "-m", *line.split()])
            log = folder / f"program-{number}.txt"
            server = Server(["env", "-C", str(ROOT), *command], log, signal.SIGTERM, settings)
            stop.callback(server.stop, 60)
            servers.append(server)
        place = Installation(f"http://127.0.0.1:{port}", stored, redis, broker)
        servers[0].wait_until(lambda: is_listening(port), 60)
        servers[1].wait_until(place.has_mail_worker, 60)
        yield place
