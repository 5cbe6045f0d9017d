"""One lane at work: its letters one after another, by one connection, in a thread of its own."""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.database import let_go
from app.extensions import db
from app.mail.common import dkim_keys
from app.mail.common.dkim_signer import DkimSigner
from app.mail.common.smtp_connection import SmtpConnection
from app.mail.common.spool import Spool
from app.mail.common.transport import Connection
from app.rules.post.patience import Patience
from app.rules.post.replies import Answer
from app.rules.post.return_path import ReturnPath
from app.rules.post.routes import Servers, domain_of
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.post import answers, delivery, lanes
from app.services.post.delivery import Letter, Sender
from app.services.post.lanes import Hold
from app.tasks.common import batches

WAITS = (0.2, 1, 2, 5, 5, 5, 5, 5)
"""Seconds before a transaction that the database could not take is tried again."""
T = TypeVar("T")
log = logging.getLogger(__name__)


class DatabaseAway(Exception):
    """The database has not taken a transaction for half a minute."""


class LaneThread(Thread):
    """Sends the letters of a lane until none is due, the lane stops, or the sweep ends.

    A transaction records the answer to one letter and the start of the next. What takes time, the
    server and the rendering, happens outside it.
    """

    def __init__(self, app: Flask, hold: Hold, servers: Servers, patience: Patience) -> None:
        super().__init__(name=f"lane {hold.lane_id}", daemon=True)
        self.taken = 0
        self.ending = Event()
        """Set when no further letter is to be taken."""
        self.aborted = Event()
        """Set when the server is no longer waited for."""
        self._app, self._hold, self._servers, self._patience = app, hold, servers, patience
        self._connection = connection(app, hold, patience)
        self._ready: deque[Letter] = deque()
        self._answered: tuple[Letter, Answer] | None = None

    def run(self) -> None:
        """Work, and give the lane back."""
        with self._app.app_context():
            guard.set_viewer(db.session(), SYSTEM)
            fault = ""
            try:
                self._sender = sender(self._app)
                self._work()
            except Exception as error:
                let_go(db.session())
                log.exception("lane failed")
                fault = type(error).__name__
            self._connection.close()
            with suppress(DBAPIError):  # while the database is away: the lease passes
                self._give_back(fault)

    def _give_back(self, fault: str) -> None:
        if fault:
            lanes.stop(SYSTEM, self._hold, fault, self._patience)
        lanes.let_go(SYSTEM, self._hold)
        db.session.commit()

    def abort(self) -> None:
        """End the wait for the server: what it was asked stays unknown."""
        self.aborted.set()
        self._connection.abort()

    def _work(self) -> None:
        goes_on = True
        while goes_on and not self.ending.is_set():
            if not self._connection.is_open:
                goes_on = self._settle() and self._open()
                continue
            letter = self._begin()
            if letter is None:
                return
            answer = self._connection.hand_over(letter.outgoing, letter.content)
            if answer is None:
                self._use_the_wait()
                answer = self._connection.reply()
            self._answered = letter, answer
        self._settle()

    def _open(self) -> bool:
        refusal = self._connection.open()
        if refusal is None:
            return True
        if not self.aborted.is_set():
            lanes.stop(SYSTEM, self._hold, refusal.text, self._patience)
            db.session.commit()
        return False

    def _begin(self) -> Letter | None:
        """Record the last answer, and send the next letter on its way; None if there is none."""
        begun = self._committed(lambda: self._start_next() if self._record() else None)
        self.taken += begun is not None
        return begun

    def _settle(self) -> bool:
        """Record the last answer; return whether the lane goes on."""
        return self._committed(self._record)

    def _committed(self, step: Callable[[], T]) -> T:
        """Take a step and commit it. A database that is away for a moment makes no letter doubtful."""
        for wait in (0, *WAITS):
            self.aborted.wait(wait)
            try:
                result = step()
                db.session.commit()
            except (DBAPIError, OSError):  # the database, or the folder of the ledger
                let_go(db.session())
            else:
                self._answered = None
                return result
        raise DatabaseAway

    def _record(self) -> bool:
        if self._answered is None:
            return True
        letter, answer = self._answered
        leaving = self.aborted.is_set()
        goes_on = answers.settle(
            SYSTEM, self._hold, letter, answer, self._patience, leaving=leaving
        )
        if self._hold.succeeded_at is None:
            self._ready.clear()  # its domain may be paused
        return goes_on

    def _start_next(self) -> Letter | None:
        while (letter := self._next()) is not None:
            if letter.fault:
                delivery.give_up(SYSTEM, letter, self._patience)
            elif delivery.begin(SYSTEM, self._hold, letter, self._patience):
                return letter
            elif not lanes.is_held(SYSTEM, self._hold):
                break
        return None

    def _next(self) -> Letter | None:
        self._prepare()
        return self._ready.popleft() if self._ready else None

    def _use_the_wait(self) -> None:
        """Prepare the next letter while the server works. Nothing may keep us from its answer."""
        try:
            self._prepare()
        except DBAPIError:
            self._ready.clear()
        finally:
            let_go(db.session())

    def _prepare(self) -> None:
        """Read the next letters if there are none, and render the first."""
        if not self._ready:
            self._ready = delivery.upcoming(SYSTEM, self._hold, self._servers, self._sender)
        if self._ready and not self._ready[0].is_rendered:
            self._ready[0].render()


def sender(app: Flask) -> Sender:
    """Return as whom letters are sent."""
    settings = app.config
    returns = ReturnPath(settings["BOUNCE_MAILBOX"], settings["SECRET_KEY"])
    key = dkim_keys.signing(settings["DKIM_KEYS"])
    signer = DkimSigner(domain_of(settings["MAIL_FROM"]), key) if key else None
    is_public = settings["BASE_URL"].startswith("https://")
    return Sender(settings["MAIL_FROM"], returns, signer, batches.links() if is_public else None)


def connection(app: Flask, hold: Hold, patience: Patience) -> Connection:
    """Return the way out of a lane, not yet connected."""
    if hold.url:
        return SmtpConnection(hold.url, patience)
    return Spool(Path(app.config["INSTANCE_DIR"]) / "spool")
