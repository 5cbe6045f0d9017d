"""The embedded mode: web server, worker and beat as one program, started and stopped together."""

import ctypes
import fcntl
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from flask import Flask

from app import clock, logs, schema, tasks
from app.demonstration import fill
from app.demonstration.logins import Login, is_filled
from app.embedded.web import HOST, listening, web_server
from app.extensions import celery, db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.common import search_entries
from app.services.front import initial_data, restores
from app.views.front.demonstration import FILLED
from app.views.front.health import STARTED
from config import ROOT

LIBC = ctypes.CDLL("libc.so.6", use_errno=True)
PR_SET_PDEATHSIG = 1
M_ARENA_MAX = -8


def serve(app: Flask) -> None:
    """Migrate, load the founding data, start all processes, print address and log-ins, and wait.

    Folder and port are taken first: a second start changes nothing, and leaves no children behind.
    """
    instance = Path(app.config["INSTANCE_DIR"])
    if not app.config["PRODUCTION"]:
        logs.leave_out_requests()
    with taken(instance), listener_on(app.config["PORT"]) as listener:
        serve_on(app, instance, listener)


def serve_on(app: Flask, instance: Path, listener: socket.socket) -> None:
    """Do what `serve` does, in the folder and on the socket that are ours."""
    logins, app.extensions[FILLED] = prepare_in_subprocess(app)
    LIBC.mallopt(M_ARENA_MAX, 1)  # one heap per thread would use a tenth more memory
    server = web_server(app, listener)
    app.extensions[STARTED] = clock.now()
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


@contextmanager
def taken(instance: Path) -> Iterator[None]:
    """Keep other programs of this kind out of the folder. Ends this one if another is in it."""
    with (instance / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"This service already runs in {instance}: end it, or set INSTANCE_DIR.")
        yield  # the kernel releases it at the end of the process, however that ends


def listener_on(port: int) -> socket.socket:
    """Return the socket for the web server. Ends the program if the port cannot be had."""
    try:
        return listening(port)
    except OSError as error:
        reason = error.strerror.lower() if error.strerror else type(error).__name__
        sys.exit(f"Port {port} on {HOST} cannot be used ({reason}): set PORT to another.")


def prepare_in_subprocess(app: Flask) -> tuple[list[Login], bool]:
    """Run `prepare` in a separate process, so that its memory is released afterwards.

    Return the log-ins, and whether there are the demonstration's data.
    """
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(prepare_quickly(app)))
    child.start()
    sender.close()
    try:
        prepared: tuple[list[Login], bool] = receiver.recv()
    except EOFError:
        sys.exit("the database could not be prepared")  # the child has printed the reason
    child.join()
    return prepared


def prepare_quickly(app: Flask) -> tuple[list[Login], bool]:
    """Run `prepare` in a process that ends before it is worth while to collect its garbage."""
    gc.disable()
    logins = prepare(app)
    with app.app_context(), guard.acting_as_system(db.session):
        return logins, app.config["DEMONSTRATION"] and is_filled()


def prepare(app: Flask) -> list[Login]:
    """Bring the database up to date and return the demonstration log-ins."""
    with app.app_context():
        schema.upgrade()
        guard.set_viewer(db.session(), SYSTEM)
        restores.start(SYSTEM)
        if app.config["DEMONSTRATION"]:
            logins = fill.prepare(app)
        else:
            initial_data.load(SYSTEM)
            search_entries.build_if_empty(SYSTEM)
            logins = []
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
        cwd=ROOT,
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
