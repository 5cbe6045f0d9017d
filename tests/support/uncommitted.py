"""Detection of successful requests that leave changes uncommitted."""

from typing import Any

from flask import Flask, Response, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.extensions import db

FLUSHED = "flushed_but_not_committed"
UNCOMMITTED_REQUESTS = "forgetful_requests"


def watch(app: Flask) -> None:
    """Watch every request of the application and list those without a commit in its extensions."""
    forgetful: list[str] = []
    app.extensions[UNCOMMITTED_REQUESTS] = forgetful

    @app.after_request  # registered last, so called first: before the web session is saved
    def look(response: Response) -> Response:
        session = db.session()
        pending = session.new or session.dirty or session.deleted or session.info.get(FLUSHED)
        if pending and response.status_code < 400:
            forgetful.append(f"{request.method} {request.path} answered {response.status_code}")
        return response


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    session.info[FLUSHED] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[FLUSHED] = True


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(FLUSHED, None)
