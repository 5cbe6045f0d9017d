"""The first request of a process waits until the database has been compared with its ledger."""

import logging
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.front import restores

Application = Callable[..., Iterable[bytes]]
log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Compare before the first answer. Not at the import: commands that migrate import it, too."""
    inner: Application = app.wsgi_app
    lock = Lock()
    done = False

    def compared(environ: Any, start_response: Any) -> Iterable[bytes]:
        nonlocal done
        if not done:
            with lock:
                done = done or _compare(app)
        return inner(environ, start_response)

    app.wsgi_app = compared  # type: ignore[method-assign]


def _compare(app: Flask) -> bool:
    """Compare; return whether it could be done: not while the database is down."""
    with app.app_context():
        guard.set_viewer(db.session(), SYSTEM)
        try:
            restores.start(SYSTEM)
            db.session.commit()
        except SQLAlchemyError:
            log.exception("the database could not be compared with its ledger")
            return False
    return True
