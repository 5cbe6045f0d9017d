"""The embedded mode: web server, worker and beat as one program, started and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from waitress.server import BaseWSGIServer, create_server

from app import tasks
from app.demonstration import Login, demonstration_logins
from app.extensions import celery, db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.front import initial_data, restores

LIBC = ctypes.CDLL("libc.so.6", use_errno=True)
PR_SET_PDEATHSIG = 1
M_ARENA_MAX = -8
HOST = "127.0.0.1"
THREADS = 8
REQUEST_BUFFER_BYTES = 32 * 1024 * 1024
"""Bytes of an unread response held in memory, more than any response has. By default Waitress
would write more than a megabyte, or half a megabyte of a request, into a temporary file,
unsealed, including documents of cases.
"""


def serve(app: Flask) -> None:
    """Migrate, load the founding data, start all processes, print address and log-ins, and wait."""
    instance = Path(app.config["INSTANCE_DIR"])
    logins = prepare_in_subprocess(app)
    LIBC.mallopt(M_ARENA_MAX, 1)  # one heap per thread would use a tenth more memory
    # Bind the port first: a port in use must not leave children behind.
    server = web_server(app)
    children = [start(instance, "worker"), start(instance, "beat")]
    for task in tasks.schedule():  # pending work need not wait for the first beat
        celery.send_task(task)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    announce(f"http://{HOST}:{server.effective_port}/", logins)
    try:
        server.run()  # until Ctrl-C, which Waitress takes as a request to end
    except SystemExit:
        server.close()
    finally:
        print("stopping: running tasks are finished first", flush=True)
        stop(children)


def web_server(app: Flask) -> BaseWSGIServer:
    """Return the web server, bound to its port. Requests and responses never touch the disk."""
    most = (
        2 * app.config["MAX_CONTENT_LENGTH"]
    )  # a larger request is refused unread, without a page
    return create_server(
        app,
        host=HOST,
        port=app.config["PORT"],
        threads=THREADS,
        max_request_body_size=most,
        inbuf_overflow=most + 1,
        outbuf_overflow=REQUEST_BUFFER_BYTES,
    )


def prepare_in_subprocess(app: Flask) -> list[Login]:
    """Run `prepare` in a separate process, so that its memory is released afterwards."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(prepare(app)))
    child.start()
    sender.close()
    try:
        logins: list[Login] = receiver.recv()
    except EOFError:
        sys.exit("the database could not be prepared")  # the child has printed the reason
    child.join()
    return logins


def prepare(app: Flask) -> list[Login]:
    """Bring the database up to date and return the demonstration log-ins."""
    with app.app_context():
        upgrade()
        guard.set_viewer(db.session(), SYSTEM)
        restores.start(SYSTEM)
        initial_data.load(SYSTEM)
        logins = demonstration_logins(SYSTEM) if app.config["DEMONSTRATION"] else []
        db.session.commit()
    return logins


def start(instance: Path, role: str) -> subprocess.Popen[bytes]:
    """Start a Celery child process that gets SIGTERM when this process ends, for whatever reason."""
    command = [sys.executable, "-m", "celery", "-q", "-A", "run.celery", role, "--loglevel=WARNING"]
    if role == "worker":
        # A sweep of the outbox takes one thread, however many ring; the other is for all else.
        command += ["--pool=threads", "--concurrency=2"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    else:
        pid_file = instance / "beat.pid"
        pid_file.unlink(missing_ok=True)  # left by a killed run
        command += [f"--pidfile={pid_file}"]
    return subprocess.Popen(
        command,
        cwd=Path(__file__).resolve().parent.parent,
        env=os.environ | {"INSTANCE_DIR": str(instance)},
        preexec_fn=die_with_parent,
        start_new_session=True,  # Ctrl-C reaches the parent only, which lets running tasks finish
    )


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's death. Runs in the child before it starts."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Send SIGTERM, which lets running tasks finish, and kill what has not ended after 30 seconds."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()


def announce(address: str, logins: Sequence[Login]) -> None:
    """Print the address and a log-in for each role."""
    print(f"\n  {address}\n", flush=True)
    for login in logins:
        print(f"  {login.role:<14} {login.username:<14} {login.password}", flush=True)
    print("\n  Ctrl-C ends it.\n", flush=True)
