"""Workers of the mail that begin at once and are killed: forked from a program that has loaded all.

`python -m tests.support.mail_nursery OPTIONS…` forks `celery worker OPTIONS…` for each line that it
reads, prints its process id, and collects it when it has ended.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from flask import Flask

from tests.support.processes import with_parent_death_signal
from tests.support.source import ROOT

NAMES = ("INSTANCE_DIR", "SECRET_KEY", "TOTP_KEY", "CASE_KEY", "SMTP_URL", "REDIS_URL")
RING_EVERY = 0.2
"""Seconds: the bell of a real installation, rung faster than by its beat."""


class Nursery:
    """The program as seen by a test."""

    def __init__(self, process: "Popen[str]") -> None:
        self._process = process

    def start(self) -> int:
        """Start a worker and return its process id."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self, worker: int, sign: signal.Signals, seconds: float = 30) -> float:
        """Send the signal to a worker and return how many seconds it took to end."""
        begun = time.monotonic()
        os.kill(worker, sign)
        while Path(f"/proc/{worker}").exists():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"the worker did not end within {seconds} seconds")
            time.sleep(0.005)
        return time.monotonic() - begun


@contextmanager
def nursery(app: Flask, *options: str) -> Iterator[Nursery]:
    """Run the program for the application's database, broker and mail server."""
    settings = {name: str(app.config[name]) for name in NAMES} | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "MAIL_TIME_DIVISOR": str(app.config["MAIL_TIME_DIVISOR"]),
        "DEMONSTRATION": "0",
    }
    command = [sys.executable, "-m", "tests.support.mail_nursery", *options]
    with (Path(app.config["INSTANCE_DIR"]) / "nursery.txt").open("ab") as log:
        process = Popen(
            with_parent_death_signal(command, by="KILL"),
            cwd=ROOT,
            env=os.environ | settings,
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield Nursery(process)
    finally:
        process.kill()
        process.communicate()


def _run(options: list[str]) -> None:
    from app import bell
    from run import celery

    celery.loader.import_default_modules()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those killed
    for _line in sys.stdin:
        child = os.fork()
        if child:
            print(child, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(2, 1)

        def ring() -> None:
            while True:
                bell.ring("outbox.sweep")
                time.sleep(RING_EVERY)

        threading.Thread(target=ring, daemon=True).start()
        celery.worker_main(["worker", "--loglevel=WARNING", *options])
        os._exit(0)


if __name__ == "__main__":
    _run(sys.argv[1:])
