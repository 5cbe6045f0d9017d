"""Nothing that Redis receives or stores while working on cases contains the canary."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis

from app import tasks
from app.extensions import celery
from app.security.viewer import Role
from tests.architecture.routes import EXAMPLES, read_table
from tests.architecture.test_routes import build
from tests.embedded.test_run import wait_for
from tests.support import full_case
from tests.support.accounts import RoleClients, press
from tests.support.canaries import CANARY, encodings_found
from tests.support.case_access import PREFIX
from tests.support.client import PlatformClient
from tests.support.processes import Server, with_parent_death_signal
from tests.support.redis_bytes import kept, monitored_commands
from tests.support.source import ROOT

pytestmark = [
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
    pytest.mark.timeout(300),
]


def told(app: Flask, url: str) -> None:
    """Let the application enqueue tasks at this broker; "" for the files of the instance folder."""
    app.config["REDIS_URL"] = url
    tasks.configure(celery, app)
    celery.amqp._producer_pool = None  # of the previous broker


@pytest.fixture
def server(app: Flask, redis_url: str) -> Iterator[Redis]:
    """Connect the application to the Redis broker, empty at the start."""
    told(app, redis_url)
    # MONITOR may receive nothing for a long time.
    with Redis.from_url(redis_url, socket_timeout=None) as server:
        server.flushall()
        yield server
    told(app, "")


@pytest.fixture
def worker(app: Flask, server: Redis, tmp_path: Path) -> Iterator[Any]:
    """Return a function that starts a worker on the application's database and broker."""
    started: list[Server] = []
    names = ("INSTANCE_DIR", "REDIS_URL", "SECRET_KEY", "TOTP_KEY", "CASE_KEY")

    def begin() -> None:
        command = [sys.executable, "-m", "celery", f"--workdir={ROOT}", "-A", "run.celery"]
        log = tmp_path / "worker.txt"
        settings = {name: str(app.config[name]) for name in names}
        settings |= {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "DEMONSTRATION": "0"}
        options = ["worker", "--pool=solo", "--loglevel=DEBUG"]
        started.append(
            Server(with_parent_death_signal([*command, *options]), log, signal.SIGTERM, settings)
        )

    yield begin
    for each in started:
        each.stop(60)


def work(app: Flask, client: PlatformClient, session: Any) -> None:
    """Create a full case, open every case page and press every button."""
    full_case.full(client)
    session.commit()
    for route in read_table():
        if not route.rule.startswith(PREFIX):
            continue
        values = EXAMPLES[route.rule](client) if "<" in route.rule else {}
        session.commit()
        path = build(app, route, values)
        if route.method == "GET":
            client.get(path)
        else:
            typed = dict.fromkeys(("text", "note", "reason", "message", "title", "what"), CANARY)
            assert press(client, path, **typed).status_code < 500, path


def test_redis_receives_no_case_content(
    app: Flask, session: Any, client_as: RoleClients, server: Redis, worker: Any, tmp_path: Path
) -> None:
    client = client_as(Role.COUNCIL)
    with monitored_commands(server) as heard:
        work(app, client, session)
        waiting = kept(server)
        session.commit()
        worker()
        wait_for(lambda: server.llen("celery") + server.llen("mail") == 0, 60)
        during = kept(server)
    assert any(b"outbox.sweep" in each for each in heard), "the bell was rung there"
    assert "mail" in waiting and b"outbox.sweep" in waiting["mail"] + waiting["file"]
    everything = waiting | {f"{name}, later": content for name, content in during.items()}
    everything |= {"commands": b"\n".join(heard)}
    everything |= {"log": (tmp_path / "worker.txt").read_bytes()}
    assert {
        name: found for name, content in everything.items() if (found := encodings_found(content))
    } == {}


def test_canary_sent_to_redis_is_detected(server: Redis) -> None:
    with monitored_commands(server) as heard:
        server.set("a", f"前の文。{CANARY}" * 50)
    found = kept(server)
    assert encodings_found(b"\n".join(heard))
    assert encodings_found(found["a"]) and encodings_found(found["file"])
