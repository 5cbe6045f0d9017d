"""Finds requests that answer as if all were well and leave changes that nobody commits."""

from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.extensions import db

FLUSHED = "flushed_but_not_committed"


def watch(app: Flask) -> list[str]:
    """Watch every request of the application. Gives the list in which the forgetful ones appear."""
    forgetful: list[str] = []

    @app.after_request
    def remember(response: Response) -> Response:
        g.answered_with = response.status_code
        return response

    @app.teardown_request
    def look(_error: BaseException | None) -> None:
        if g.get("answered_with", 500) >= 400 or not db.session.registry.has():
            return
        session = db.session()
        if session.new or session.dirty or session.deleted or session.info.get(FLUSHED):
            forgetful.append(f"{request.method} {request.path} answered {g.answered_with}")

    return forgetful


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
