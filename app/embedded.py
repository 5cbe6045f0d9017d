"""The embedded mode: web server, worker and beat as one program that begins and ends together."""

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

from app.demonstration import Login, demonstration_logins
from app.extensions import celery, db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services import founding
from app.tasks import BEAT

LIBC = ctypes.CDLL("libc.so.6", use_errno=True)
PR_SET_PDEATHSIG = 1
M_ARENA_MAX = -8
HOST = "127.0.0.1"
THREADS = 8
IN_MEMORY = 32 * 1024 * 1024
"""Bytes of an answer that nobody fetches: more than any has. Waitress would write what is above a
megabyte, or half a megabyte of a request, into a temporary file: unsealed, documents of cases too."""


def serve(app: Flask) -> None:
    """Migrate, load the founding data, start everything, print how to get in, and wait."""
    instance = Path(app.config["INSTANCE_DIR"])
    logins = prepare_apart(app)
    LIBC.mallopt(M_ARENA_MAX, 1)  # a heap for each thread would keep a tenth more memory
    # First the port: a port that is taken must not leave children behind.
    server = web_server(app)
    children = [start(instance, "worker"), start(instance, "beat")]
    for entry in BEAT.values():  # what waited while nothing ran need not wait for the first beat
        celery.send_task(entry["task"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    announce(f"http://{HOST}:{server.effective_port}/", logins)
    try:
        server.run()  # until Ctrl-C, which it takes as a request to end
    except SystemExit:
        server.close()
    finally:
        print("stopping: running tasks are finished first", flush=True)
        stop(children)


def web_server(app: Flask) -> BaseWSGIServer:
    """The web server, bound to its port. Nothing that goes through it touches the disk."""
    most = 2 * app.config["MAX_CONTENT_LENGTH"]  # what is more is refused unread, without a page
    return create_server(
        app,
        host=HOST,
        port=app.config["PORT"],
        threads=THREADS,
        max_request_body_size=most,
        inbuf_overflow=most + 1,
        outbuf_overflow=IN_MEMORY,
    )


def prepare_apart(app: Flask) -> list[Login]:
    """`prepare` in a process of its own: the memory that it takes ends with it."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(prepare(app)))
    child.start()
    sender.close()
    try:
        logins: list[Login] = receiver.recv()
    except EOFError:
        sys.exit("the database could not be prepared")  # the child has said why
    child.join()
    return logins


def prepare(app: Flask) -> list[Login]:
    """Bring the database up to date; returns the demonstration's log-ins."""
    with app.app_context():
        upgrade()
        guard.set_viewer(db.session(), SYSTEM)
        founding.load(SYSTEM)
        logins = demonstration_logins(SYSTEM) if app.config["DEMONSTRATION"] else []
        db.session.commit()
    return logins


def start(instance: Path, role: str) -> subprocess.Popen[bytes]:
    """Start a Celery child that gets SIGTERM when this process ends, however it ends."""
    command = [sys.executable, "-m", "celery", "-q", "-A", "run.celery", role, "--loglevel=WARNING"]
    if role == "worker":
        command += ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    else:
        pid_file = instance / "beat.pid"
        pid_file.unlink(missing_ok=True)  # of a run that was killed
        command += [f"--pidfile={pid_file}"]
    return subprocess.Popen(
        command,
        cwd=Path(__file__).resolve().parent.parent,
        env=os.environ | {"INSTANCE_DIR": str(instance)},
        preexec_fn=die_with_parent,
        start_new_session=True,  # Ctrl-C reaches the parent only, which lets tasks finish
    )


def die_with_parent() -> None:
    """In the child, before it begins: ask the kernel for SIGTERM at the parent's death."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """SIGTERM lets a running task finish; what hasn't ended after 30 seconds is killed."""
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
