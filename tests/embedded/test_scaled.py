"""The scaled-out installation on one machine: gunicorn, PostgreSQL, Redis, two beats."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest

from tests.embedded.test_run import ROOT, wait_for
from tests.support.processes import free_port

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def settings(tmp_path: Path, postgres: Any, redis_url: str, smtp_sink: Any) -> dict[str, str]:
    """Return the environment shared by all processes."""
    return os.environ | {
        "INSTANCE_DIR": str(tmp_path),
        "DATABASE_URL": postgres.create("scaled").replace("postgresql+psycopg", "postgresql"),
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_sink.url,
        "DEMONSTRATION": "0",
    }


@pytest.fixture
def start(settings: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    """Return a function that starts a process of the installation; all are stopped after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*command: str) -> subprocess.Popen[bytes]:
        with (tmp_path / f"{len(started)}.txt").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=settings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        process.wait(timeout=60)


def test_two_web_processes_two_workers_and_two_beats_work_together(
    start: Any, settings: dict[str, str], smtp_sink: Any, tmp_path: Path
) -> None:
    for command in (["db", "upgrade"], ["load-founding-data"]):
        flask = [sys.executable, "-m", "flask", "--app", "run", *command]
        subprocess.run(flask, cwd=ROOT, env=settings, check=True, capture_output=True)
    write_letter(settings["DATABASE_URL"])
    port = free_port()
    start("gunicorn", "run:app", "--workers=2", f"--bind=127.0.0.1:{port}")
    worker = ("celery", "-A", "run.celery", "worker")
    start(*worker, "--queues=celery", "--concurrency=2", "-n", "one@test")
    start(*worker, "--queues=mail", "--pool=solo", "-n", "mail@test")
    for number in (1, 2):
        folder = tmp_path / f"beat{number}"
        start("celery", "-A", "run.celery", "beat", "-s", str(folder), "--pidfile=")

    def page(path: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    assert "鳥取県弁護士会" in wait_for(lambda: page("/roster"), 150)  # six programs start at once
    wait_for(lambda: smtp_sink.messages, 200)
    assert wait_for(lambda: '"outbox":true' in page("/readyz"), 100)
    assert len(smtp_sink.messages) == 1


def write_letter(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            """INSERT INTO outbox_message (dedupe_key, recipient, purpose, period, number,
            recipient_name, subject, body, message_id, confidential, secret, state, created_at,
            next_at, attempts, lease_holder, data_begun, reply)
            VALUES ('t', 'a@example.jp', 't', '', '', 'A', 'S', 'B', '<t@t>', false, false,
            'pending', now(), now(), 0, '', false, '')"""
        )
