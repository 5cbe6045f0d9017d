"""A crowd of bad connections, wrong log-ins, an export and a bulk: others are still answered in time.

In the shape of compose.yaml (nginx, gunicorn, PostgreSQL, Redis, workers) and of `make run`.
make soak ARGS="tests/soak/test_half_open.py"
"""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from re import search
from statistics import quantiles
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.embedded.test_run import Running, wait_for
from tests.support.certificates import certificate
from tests.support.half_open import half_open
from tests.support.processes import Server, free_port, is_listening, with_parent_death_signal
from tests.support.proxy import Proxy
from tests.support.smtp import SmtpSink
from tests.support.source import ROOT

pytestmark = pytest.mark.timeout(1800)
EACH = int(os.environ.get("HALF_OPEN", "500"))
"""Half-open connections of each kind."""
LOG_INS = int(os.environ.get("WRONG_LOG_INS", "10000"))
ATTACKERS = 8
LETTERS = 500
IN_TIME = 2
PATHS = ("/", "/roster", "/regulations/bylaws", "/login", "/apply/")


class Place:
    """Where a service is reached."""

    def __init__(self, port: int, *, tls: bool) -> None:
        self.port, self.tls = port, tls
        self.context = ssl.create_default_context()
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE

    def connect(self, source: str) -> HTTPConnection:
        """Return a connection from a loopback address."""
        if self.tls:
            return HTTPSConnection(
                "127.0.0.1", self.port, timeout=60, source_address=(source, 0), context=self.context
            )
        return HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))

    def get(self, path: str, source: str = "127.0.0.1") -> int:
        """Ask for a page by a connection of its own; return its status."""
        connection = self.connect(source)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def wrong_log_in(self, connection: HTTPConnection, number: int) -> int:
        """Read the form, send a wrong password; return the status."""
        connection.request("GET", "/login")
        page = connection.getresponse()
        cookie = page.headers.get("Set-Cookie", "").partition(";")[0]
        found = search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        form = {
            "username": f"nobody{number}",
            "password": "wrong",
            "csrf_token": found and found[1],
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "Referer": f"https://127.0.0.1:{self.port}/login",
        }
        connection.request("POST", "/login", urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


@pytest.fixture(params=["compose", "embedded"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Run the service in one of its shapes, with letters waiting to be sent."""
    yield from request.getfixturevalue(request.param)


@pytest.fixture
def embedded(tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Iterator[Place]]:
    """The shape of `make run`."""

    def run() -> Iterator[Place]:
        running = Running(tmp_path, SMTP_URL=smtp_sink.url)
        wait_for(lambda: running.get("/healthz")[0] == 200)
        write_letters(os.environ | {"INSTANCE_DIR": str(tmp_path)})
        yield Place(int(running.address.rpartition(":")[2]), tls=False)
        running.process.send_signal(signal.SIGINT)
        running.process.wait(timeout=90)

    return run()


@pytest.fixture
def compose(
    tmp_path: Path, postgres: Any, redis_url: str, smtp_sink: SmtpSink
) -> Iterator[Iterator[Place]]:
    """The shape of compose.yaml."""
    settings = {
        "INSTANCE_DIR": str(tmp_path),
        "DATABASE_URL": postgres.create("half_open"),
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_sink.url,
        "DEMONSTRATION": "0",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
    }
    environment = os.environ | settings

    def run() -> Iterator[Place]:
        for command in (["db", "upgrade"], ["load-founding-data"]):
            flask = [sys.executable, "-m", "flask", "--app", "run", *command]
            subprocess.run(flask, cwd=ROOT, env=environment, check=True, capture_output=True)
        write_letters(environment)
        port = free_port()
        gunicorn = f"gunicorn run:app --bind=127.0.0.1:{port} --workers=2 --threads=8 --preload"
        celery = "celery -A run.celery worker --pool=solo --queues=celery,mail"
        with ExitStack() as stop:
            for name, command in (("web", gunicorn), ("worker", celery)):
                line = [sys.executable, "-m", *command.split()]
                server = Server(
                    ["env", "-C", str(ROOT), *with_parent_death_signal(line)],
                    tmp_path / f"{name}.txt",
                    signal.SIGTERM,
                    settings,
                )
                stop.callback(server.stop, 60)
            wait_for(lambda: is_listening(port))
            folder = tmp_path / "proxy"
            folder.mkdir()
            folder.chmod(0o755)
            proxy = stop.enter_context(Proxy(folder, certificate(tmp_path, "127.0.0.1"), port))
            subprocess.run(proxy.command("-t"), check=True, capture_output=True)
            assert Place(proxy.plain_port, tls=False).get("/metrics") == 403
            assert Place(proxy.plain_port, tls=False).get("/") == 308
            yield Place(proxy.port, tls=True)

    return run()


def test_others_are_answered_within_two_seconds(place: Place) -> None:
    for path in PATHS:
        assert place.get(path) == 200
    done = Event()
    answers: list[int] = []
    workers = [
        *(Thread(target=attack, args=(place, number, answers)) for number in range(ATTACKERS)),
        Thread(target=until(done, lambda: place.get("/roster.xlsx", "127.0.2.2"))),
    ]
    with half_open(place.port, EACH, tls=place.tls):
        began = time.monotonic()
        for worker in workers:
            worker.start()
        times = []
        number = 0
        while any(worker.is_alive() for worker in workers[:-1]) or number < 200:
            asked = time.monotonic()
            assert place.get(PATHS[number % len(PATHS)], "127.0.3.3") == 200
            times.append(time.monotonic() - asked)
            number += 1
        done.set()
        for worker in workers:
            worker.join()
    p99 = quantiles(times, n=100)[98]
    taken = time.monotonic() - began
    print(
        f"\n{len(times)} pages of others: p99 {p99:.2f} s, longest {max(times):.2f} s, in {taken:.0f} s"
    )
    refused = Counter(answers)
    print(f"wrong log-ins by status: {refused}")
    assert refused.total() == LOG_INS // ATTACKERS * ATTACKERS
    assert set(refused) <= {422, 429}
    assert p99 < IN_TIME


def attack(place: Place, number: int, answers: list[int]) -> None:
    """Try wrong passwords from an address of its own, by one connection."""
    connection = place.connect(f"127.0.4.{1 + number}")
    for each in range(LOG_INS // ATTACKERS):
        try:
            status = place.wrong_log_in(connection, number * LOG_INS + each)
        except (OSError, HTTPException) as error:
            connection.close()
            raise AssertionError(f"log-in {each} was not answered") from error
        answers.append(status)
    connection.close()


def until(done: Event, verb: Callable[[], object]) -> Callable[[], None]:
    """Return a function that repeats the verb."""

    def repeat() -> None:
        while not done.is_set():
            verb()

    return repeat


WRITE = f"""
from run import app
from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM
from sqlalchemy import text
with app.app_context():
    guard.set_viewer(db.session(), SYSTEM)
    for number in range({LETTERS}):
        db.session.execute(text(
            "INSERT INTO outbox_message (dedupe_key, recipient, purpose, period, number,"
            " recipient_name, subject, body, message_id, confidential, secret, state, created_at,"
            " next_at, attempts, lease_holder, data_begun, reply)"
            f" VALUES ('n{{number}}', 'a@example.jp', 't', '', '', 'A', 'S', 'B', '<{{number}}@t>',"
            " false, false, 'pending', '2026-01-01', '2026-01-01', 0, '', false, '')"
        ))
    db.session.commit()
"""


def write_letters(environment: dict[str, str]) -> None:
    """Put a bulk of letters into the outbox."""
    subprocess.run(
        [sys.executable, "-c", WRITE], cwd=ROOT, env=environment, check=True, capture_output=True
    )
