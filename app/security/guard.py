"""The session guard: puts the predicate into every statement and refuses foreign writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, with_loader_criteria

from app.errors import NotPermitted
from app.security.viewer import SYSTEM, Viewer
from app.security.visibility import criterion, may_write, scoped_classes, sees_everything

KEY = "viewer"
AnySession = Session | scoped_session[Any]


def viewer_of(session: AnySession) -> Viewer | None:
    """On whose behalf the session works; none until somebody said so."""
    viewer: Viewer | None = session.info.get(KEY)
    return viewer


def set_viewer(session: AnySession, viewer: Viewer) -> None:
    """Say on whose behalf the session works.

    What the former viewer had loaded is forgotten: rows in the identity map are not filtered again.
    """
    former = viewer_of(session)
    if former is not None and former != viewer:
        session.expunge_all()
    session.info[KEY] = viewer


@contextmanager
def acting_as_system(session: AnySession) -> Iterator[None]:
    """Work for someone who has no account: an applicant with a secret link, a log-in not yet done."""
    former = viewer_of(session)
    session.info[KEY] = SYSTEM
    try:
        yield
    finally:
        if former is None:
            session.info.pop(KEY, None)
        else:
            session.info[KEY] = former


def install(session_class: type[Session] | Any) -> None:
    """Attach the guard to a session factory, once."""
    event.listen(session_class, "do_orm_execute", _filter)
    event.listen(session_class, "before_flush", _refuse_foreign_writes)


def _filter(state: ORMExecuteState) -> None:
    viewer = viewer_of(state.session)
    if sees_everything(viewer) or not (state.is_select or state.is_update or state.is_delete):
        return
    state.statement = state.statement.options(
        *(
            with_loader_criteria(entity, criterion(entity, viewer), include_aliases=True)
            for entity in scoped_classes()
        )
    )


def _refuse_foreign_writes(session: Session, _context: Any, _instances: Any) -> None:
    viewer = viewer_of(session)
    if sees_everything(viewer):
        return
    scoped = tuple(scoped_classes())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, scoped) and not may_write(viewer, row):
            raise NotPermitted
