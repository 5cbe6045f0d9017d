"""The session guard: puts the predicate into every statement and refuses foreign writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, with_loader_criteria

from app.errors import NotPermitted
from app.security.case_visibility import case_classes
from app.security.viewer import SYSTEM, Viewer
from app.security.visibility import (
    criterion,
    filtered_classes,
    is_unfiltered,
    may_write,
    scoped_classes,
)

KEY = "viewer"
OPTIONS = "guard_options"
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
    if is_unfiltered(viewer):
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(*_options(state.session, viewer))
    if not state.is_select and _is_of_a_case(state):
        raise NotPermitted  # in bulk nobody asks what may be written


def _options(session: Session, viewer: Viewer | None) -> tuple[Any, ...]:
    """The predicate as options of a statement, made once for a viewer."""
    made_for, options = session.info.get(OPTIONS, (None, ()))
    if not options or made_for != viewer:
        options = tuple(
            with_loader_criteria(entity, criterion(entity, viewer), include_aliases=True)
            for entity in filtered_classes(viewer)
        )
        session.info[OPTIONS] = viewer, options
    return options


def _is_of_a_case(state: ORMExecuteState) -> bool:
    mapper = state.bind_mapper
    return mapper is not None and mapper.class_ in case_classes()


def _refuse_foreign_writes(session: Session, _context: Any, _instances: Any) -> None:
    viewer = viewer_of(session)
    if is_unfiltered(viewer):
        return
    scoped = tuple(scoped_classes())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, scoped) and not may_write(session, viewer, row):
            raise NotPermitted
