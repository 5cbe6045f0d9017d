"""Worker and beat: forked from the program, so that they share what it has loaded."""

import ctypes
import gc
import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import connection, get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol

from flask import Flask

from app import tasks
from app.extensions import celery, db

LIBC = ctypes.CDLL("libc.so.6", use_errno=True)
PR_SET_PDEATHSIG = 1
LOADED = ("celery.apps.worker", "celery.apps.beat", "celery.concurrency.thread")
log = logging.getLogger(__name__)


class Closable(Protocol):
    """What a child inherits and must not keep."""

    def close(self) -> None: ...


def load() -> None:
    """Import what the children run, so that they share it."""
    for module in (*LOADED, *tasks.modules()):
        import_module(module)


@contextmanager
def running(app: Flask, instance: Path, inherited: Sequence[Closable]) -> Iterator[None]:
    """Start both children, and end them after the block. They get SIGTERM if this process is killed.

    To be entered before this process has threads. inherited: what the children close at once.
    """
    gc.freeze()  # a collection in one process would copy what all of them share
    parent, context, told = os.getpid(), get_context("fork"), Event()
    commands = {"worker": _worker, "beat": partial(_beat, instance / "beat.pid")}
    children = [
        context.Process(target=_run, args=(app, parent, inherited, command), name=name)
        for name, command in commands.items()
    ]
    try:
        for child in children:
            child.start()
        Thread(target=_tell_of_ends, args=(children, told), daemon=True).start()
        yield
    finally:
        told.set()
        _end([child for child in children if child.pid is not None])


def _end(children: Sequence[ForkProcess]) -> None:
    """Send SIGTERM, which lets running tasks finish, and kill what has not ended after 30 seconds."""
    print("stopping: running tasks are finished first", flush=True)
    for again in (signal.SIGINT, signal.SIGTERM):  # would leave a child that this program waits for
        signal.signal(again, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        child.join(timeout=30)
        if child.is_alive():
            child.kill()


def _tell_of_ends(children: Sequence[ForkProcess], told: Event) -> None:
    """Log each child that ends untold: nothing starts it again, and pages are answered without it."""
    names: dict[Any, str] = {child.sentinel: child.name for child in children}
    while names:
        for ended in connection.wait(list(names)):
            name = names.pop(ended)
            if not told.is_set():
                log.error("a process has ended; start the program again", extra={"job": name})


def _run(
    app: Flask, parent: int, inherited: Sequence[Closable], command: Callable[[], None]
) -> None:
    os.setsid()  # Ctrl-C reaches the parent only, which lets running tasks finish
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        return  # it ended before the kernel was asked to tell
    for each in inherited:
        each.close()
    with app.app_context():
        db.engine.dispose(close=False)  # connections belong to the process that opened them
    tasks.has_compared()
    command()


def _worker() -> None:
    """Run the worker: a sweep of the outbox takes one thread, however many ring; the other is for all else."""
    alone = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
    celery.Worker(
        pool_cls="threads", concurrency=2, loglevel="WARNING", quiet=True, **alone
    ).start()


def _beat(pid_file: Path) -> None:
    pid_file.unlink(missing_ok=True)  # left by a killed run
    celery.Beat(pidfile=str(pid_file), loglevel="WARNING", quiet=True).run()
