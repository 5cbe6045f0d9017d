"""A rehearsal: work done for real and undone, in a thread, a session and a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM, Viewer

T = TypeVar("T")


def rehearse(verb: Callable[[Viewer], T]) -> T:
    """Run a verb as the system and roll everything back; a commit in between raises.

    In a thread, where there is neither the request nor its session: as the worker does it. The
    caller must not have written: on SQLite the thread would wait for the request's own lock.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def work() -> T:
        with app.app_context():
            session = db.session()
            guard.set_viewer(session, SYSTEM)
            event.listen(session, "before_commit", _refuse)
            try:
                return verb(SYSTEM)
            finally:
                session.rollback()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _refuse(session: Session) -> None:
    if not session.in_nested_transaction():
        raise RuntimeError("a rehearsal commits nothing")
