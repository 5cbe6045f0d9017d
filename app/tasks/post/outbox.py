"""The sweep over the outbox: it keeps the lanes at work until nothing is due."""

from threading import Event, Lock
from time import monotonic
from uuid import uuid4

from celery.signals import worker_shutting_down
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from app import bell
from app.database import let_go
from app.extensions import celery, db
from app.rules.post.patience import Patience
from app.rules.post.routes import Servers
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.post import delivery, lanes
from app.tasks.post.lane_thread import LaneThread

BUDGET = 300
"""Seconds after which a sweep ends and rings again: a worker is renewed, a task is not endless."""
GRACE = 5
"""Seconds for a server to answer when the worker is being ended."""
LAST = 1.5
"""Seconds for a lane that is told to wait no longer."""
shutting_down = Event()
"""Set when the worker of this process is being ended."""
_sweeping = Lock()
_again = Event()


@worker_shutting_down.connect
def _end(**_signal: object) -> None:
    shutting_down.set()


@celery.task(name="outbox.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Send due letters and return the number of letters taken up.

    A process sweeps once at a time: another call makes the running one look again.
    """
    taken = 0
    _again.set()
    while _again.is_set() and _sweeping.acquire(blocking=False):
        try:
            _again.clear()
            fleet = Fleet(current_app._get_current_object())  # type: ignore[attr-defined]
            taken += fleet.run()
        finally:
            _sweeping.release()
    return taken


class Fleet:
    """The lanes of a sweep. It renews their leases and starts those that get letters meanwhile."""

    def __init__(self, app: Flask) -> None:
        settings = app.config
        self._app, self._holder = app, uuid4().hex
        self._servers = Servers(settings["SMTP_URL"], settings["SMTP_ROUTES"])
        self._patience = Patience(settings["MAIL_TIME_DIVISOR"])
        self._threads: list[LaneThread] = []
        self._taken = 0

    def run(self) -> int:
        """Work until nothing is due or the budget is spent; return the number of letters taken up."""
        until = monotonic() + BUDGET
        try:
            while not shutting_down.is_set() and self._look():
                if monotonic() > until:
                    if self._rest():
                        bell.ring("outbox.sweep")
                        break
                    until = monotonic() + BUDGET  # the other lanes do not wait for the silent one
                self._threads[0].join(self._patience.tick.total_seconds())
        finally:
            self._end()
        return self._taken

    def _look(self) -> bool:
        """Return whether any lane is at work. Those that are outlast a database away for a moment."""
        try:
            return self._start()
        except DBAPIError:
            let_go(db.session())
            if not any(thread.is_alive() for thread in self._threads):
                raise
            return True

    def _start(self) -> bool:
        """Give every lane with due letters a thread; return whether any is at work."""
        ended = [thread for thread in self._threads if not thread.is_alive()]
        self._taken += sum(thread.taken for thread in ended)
        self._threads = [thread for thread in self._threads if thread not in ended]
        delivery.recover(SYSTEM, self._servers, self._patience)
        lanes.renew(SYSTEM, self._holder, self._patience)
        domains = delivery.due_domains(SYSTEM)
        holds = lanes.take(SYSTEM, self._holder, domains, self._servers, self._patience)
        heartbeats.beat(SYSTEM, "outbox")
        db.session.commit()
        for hold in holds:
            self._threads.append(LaneThread(self._app, hold, self._servers, self._patience))
            self._threads[-1].start()
        return bool(self._threads)

    def _rest(self) -> bool:
        """Let the lanes finish their letters; return whether none waits for its server any more."""
        for thread in self._threads:
            thread.ending.set()
        return self._wait(GRACE)

    def _end(self) -> None:
        """End the lanes: within seconds, whatever their servers do."""
        if not self._rest():
            for thread in self._threads:
                thread.abort()
            self._wait(LAST)
        self._taken += sum(thread.taken for thread in self._threads)
        heartbeats.beat(SYSTEM, "outbox")
        db.session.commit()

    def _wait(self, seconds: float) -> bool:
        """Wait for the lanes; return whether all have ended in time."""
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)
