"""gunicorn web processes, each with its own port and worker, on one database."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from app.extensions import db
from tests.support.processes import Server, free_port, is_listening, with_parent_death_signal
from tests.support.source import ROOT

KILL_AT = "X-Kill-At"
"""The header that makes `mortal_web` kill its process: before_commit or after_commit."""
THREADS = 8


class WebProcess:
    """A gunicorn with one worker; a dead worker is replaced."""

    def __init__(self, app: Flask, folder: Path, program: str) -> None:
        self.port = free_port()
        options = [f"--threads={THREADS}", "--preload", f"--chdir={ROOT}", "--no-control-socket"]
        command = [sys.executable, "-m", "gunicorn", program, "--workers=1", *options]
        self.server = Server(
            with_parent_death_signal([*command, f"--bind=127.0.0.1:{self.port}"]),
            folder / f"web-{self.port}.txt",
            signal.SIGTERM,
            {
                "INSTANCE_DIR": str(folder),
                "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
                "DEMONSTRATION": "0",
                **{name: app.config[name] for name in ("SECRET_KEY", "TOTP_KEY", "CASE_KEY")},
            },
        )

    def kill_worker(self) -> None:
        """Send SIGKILL to the worker, whatever its state."""
        master = self.server.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)


@contextmanager
def two_web_processes(
    app: Flask, folder: Path, program: str = "tests.support.mortal_web:app"
) -> Iterator[Sequence[WebProcess]]:
    """Run two processes on the application's database. No changes may be uncommitted."""
    db.engine.dispose()
    with ExitStack() as stop:
        started = [WebProcess(app, folder, program) for _ in range(2)]
        for each in started:
            stop.callback(each.server.stop)
        for each in started:
            each.server.wait_until(lambda port=each.port: is_listening(port), 60)
        yield started
