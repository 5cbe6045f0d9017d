"""What a member sees of itself: its entry, its papers, the letters it was sent."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import defer, selectinload

from app.errors import NotFound
from app.extensions import db
from app.models.organisation import Organisation
from app.models.outbox import OutboxMessage
from app.rules.states import OutboxState
from app.security.viewer import Viewer
from app.services import rows

KEPT_BACK = (OutboxState.HELD, OutboxState.CANCELLED)


def entry(actor: Viewer) -> Organisation:
    """The organisation that the person acts for, with its memberships."""
    return rows.one(Organisation, organisation_id(actor), selectinload(Organisation.memberships))


def organisation_id(actor: Viewer) -> int:
    """For which member the person acts. Raises NotPermitted for anyone else."""
    found = actor.organisation_id or 0
    actor.require_member(found)
    return found


def letters(actor: Viewer, limit: int = 100) -> Sequence[OutboxMessage]:
    """The letters to the member, the newest first. One with a one-time link is not among them."""
    newest_first = _letters(actor).order_by(OutboxMessage.id.desc()).limit(limit)
    return db.session.scalars(newest_first.options(defer(OutboxMessage.letter))).all()


def letter(actor: Viewer, message_id: int) -> OutboxMessage:
    """One of them. Raises NotFound."""
    message = db.session.scalars(
        _letters(actor).where(OutboxMessage.id == message_id)
    ).one_or_none()
    if message is None:
        raise NotFound
    return message


def _letters(actor: Viewer) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        OutboxMessage.organisation_id == organisation_id(actor),
        OutboxMessage.secret.is_(False),
        or_(OutboxMessage.state.not_in(KEPT_BACK), _is_posted()),
    )


def _is_posted() -> ColumnElement[bool]:
    """Held only because it goes by post."""
    return and_(OutboxMessage.recipient == "", OutboxMessage.state == OutboxState.HELD)
