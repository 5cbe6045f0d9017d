"""The session guard: adds the visibility predicate to each statement and refuses forbidden writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, with_loader_criteria

from app.errors import NotPermitted
from app.security.case_visibility import case_classes
from app.security.statement_scope import classes_of_statement
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
    """Return the viewer of the session, or None if none was set."""
    viewer: Viewer | None = session.info.get(KEY)
    return viewer


def set_viewer(session: AnySession, viewer: Viewer) -> None:
    """Set the viewer of the session.

    Rows loaded for the previous viewer are expunged: the identity map is not filtered again.
    """
    former = viewer_of(session)
    if former is not None and former != viewer:
        session.expunge_all()
    session.info[KEY] = viewer


@contextmanager
def acting_as_system(session: AnySession) -> Iterator[None]:
    """Act as the system for someone without an account: an applicant by link, an unfinished log-in."""
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
        options = _options(state, viewer)
        if options:
            state.statement = state.statement.options(*options)
    if not state.is_select and _is_of_a_case(state):
        raise NotPermitted  # a bulk statement bypasses the check of each row


def _options(state: ORMExecuteState, viewer: Viewer | None) -> list[Any]:
    """Return the predicates for what the statement may load, each built once per viewer."""
    made_for, made = state.session.info.get(OPTIONS, (None, {}))
    if made_for != viewer:
        made = {}
    state.session.info[OPTIONS] = viewer, made
    wanted = classes_of_statement(state.statement) & filtered_classes(viewer)
    for entity in wanted - made.keys():
        made[entity] = with_loader_criteria(entity, criterion(entity, viewer), include_aliases=True)
    return [made[entity] for entity in wanted]


def _is_of_a_case(state: ORMExecuteState) -> bool:
    mapper = state.bind_mapper
    return mapper is not None and mapper.class_ in case_classes()


def _refuse_foreign_writes(session: Session, _context: Any, _instances: Any) -> None:
    viewer = viewer_of(session)
    scoped = tuple(scoped_classes())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, scoped) and not may_write(session, viewer, row):
            raise NotPermitted
