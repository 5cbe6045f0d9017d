"""Deletion of data that is no longer needed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete

from app import clock
from app.extensions import db
from app.models.accounts.user import LoginThrottle, OneTimeLink, RateLimit, UserSession
from app.models.common.draft import Draft
from app.security.viewer import Role, Viewer
from app.services.common import drafts

LINKS = timedelta(days=30)
THROTTLES = timedelta(days=7)


def purge(actor: Viewer, session_absolute: timedelta) -> None:
    """Delete expired drafts, sessions, one-time links and counters.

    session_absolute: the maximum lifetime of a session.
    """
    actor.require(Role.SYSTEM)
    now = clock.now()
    over: tuple[tuple[type[Any], ColumnElement[bool]], ...] = (
        (Draft, Draft.changed_at < now - drafts.LIFETIME),
        (UserSession, UserSession.created_at < now - session_absolute),
        (OneTimeLink, OneTimeLink.expires_at < now - LINKS),
        (LoginThrottle, LoginThrottle.last_failed_at < now - THROTTLES),
        (RateLimit, RateLimit.expires_at < now),
    )
    for entity, condition in over:
        db.session.execute(
            delete(entity).where(condition).execution_options(synchronize_session=False)
        )
