"""The embedded mode: web server, worker and beat as one program, started and stopped together."""

import gc
import signal
import socket
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import IO

from flask import Flask

from app import clock, folder_lock, logs, schema, tasks
from app.demonstration import fill
from app.demonstration.logins import Login, is_filled
from app.embedded import children
from app.embedded.children import LIBC
from app.embedded.web import HOST, WebServer, listening, web_server
from app.extensions import celery, db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.common import search_entries
from app.services.front import initial_data, restores
from app.views.front.demonstration import FILLED
from app.views.front.health import STARTED

M_ARENA_MAX = -8


def serve(app: Flask) -> None:
    """Migrate, load the founding data, start all processes, print address and log-ins, and wait.

    Folder and port are taken first: a second start changes nothing, and leaves no children behind.
    """
    instance = Path(app.config["INSTANCE_DIR"])
    if not app.config["PRODUCTION"]:
        logs.leave_out_requests()
    try:
        with folder_lock.held(instance) as lock, listener_on(app.config["PORT"]) as listener:
            serve_on(app, instance, lock, listener)
    except folder_lock.FolderTaken:
        sys.exit(f"This service already runs in {instance}: end it, or set INSTANCE_DIR.")


def serve_on(app: Flask, instance: Path, lock: IO[str], listener: socket.socket) -> None:
    """Do what `serve` does, in the folder and on the socket that are ours."""
    logins, app.extensions[FILLED] = prepare_in_subprocess(app)
    LIBC.mallopt(M_ARENA_MAX, 1)  # one heap per thread would use a tenth more memory
    with children.running(app, instance, (lock, listener)):
        server = web_server(app, listener)
        app.extensions[STARTED] = clock.now()
        for task in tasks.schedule():  # pending work need not wait for the first beat
            celery.send_task(task)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        announce(f"http://{HOST}:{server.effective_port}/", logins)
        run_until_told(server)


def run_until_told(server: WebServer) -> None:
    """Answer requests until Ctrl-C, which Waitress takes as a request to end, or SIGTERM."""
    try:
        server.run()
    except SystemExit:
        server.close()


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
    children.load()  # meanwhile
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


def announce(address: str, logins: Sequence[Login]) -> None:
    """Print the address and a log-in for each role."""
    print(f"\n  {address}\n", flush=True)
    for login in logins:
        print(f"  {login.role:<14} {login.username:<14} {login.password}", flush=True)
    print("\n  Ctrl-C ends it.\n", flush=True)
