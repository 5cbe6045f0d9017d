"""A user's own sessions: the list, and how to end them."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.errors import NotFound
from app.extensions import db
from app.models.accounts.user import UserSession
from app.security.viewer import Viewer
from app.services.common import audit


def mine(actor: Viewer) -> Sequence[UserSession]:
    """Return the actor's sessions, the latest used first."""
    return db.session.scalars(
        select(UserSession)
        .where(UserSession.account_id == actor.account_id)
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    ).all()


def end(actor: Viewer, session_id: int) -> None:
    """End one of the actor's sessions. Raises NotFound for anyone else's."""
    ended = db.session.scalars(
        delete(UserSession)
        .where(UserSession.id == session_id, UserSession.account_id == actor.account_id)
        .returning(UserSession.id)
    ).all()
    if not ended:
        raise NotFound
    audit.record(actor, "session.end", "account", actor.account_id)


def end_others(actor: Viewer, current_id: int | None) -> None:
    """End all of the actor's other sessions."""
    if actor.account_id is None:
        raise NotFound
    end_all(actor, actor.account_id, but=current_id)


def end_all(actor: Viewer, account_id: int, *, but: int | None = None) -> None:
    """End every session of an account. The caller has checked the permission."""
    ended = db.session.scalars(
        delete(UserSession)
        .where(UserSession.account_id == account_id, UserSession.id.is_distinct_from(but))
        .returning(UserSession.id)
    ).all()
    audit.record(actor, "session.end_all", "account", account_id, ended=len(ended))
