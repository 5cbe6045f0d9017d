"""A member's view of itself: its entry, its filings, its letters."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import defer, selectinload

from app.errors import NotFound
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Viewer
from app.services.common import audit, rows
from app.services.membership import memberships

KEPT_BACK = (OutboxState.UNNUMBERED, OutboxState.HELD, OutboxState.CANCELLED)


def entry(actor: Viewer) -> Organisation:
    """Return the organisation of the actor, with its memberships."""
    return rows.one(Organisation, organisation_id(actor), selectinload(Organisation.memberships))


def organisation_id(actor: Viewer) -> int:
    """Return the id of the actor's member organisation. Raises NotPermitted for a non-member."""
    found = actor.organisation_id or 0
    actor.require_member(found)
    return found


def take_attachments(actor: Viewer, take: bool) -> Organisation:
    """Choose whether letters by mail to the actor's organisation may carry files."""
    organisation = memberships.locked(organisation_id(actor))
    organisation.takes_attachments = take
    audit.record(actor, "organisation.take_attachments", "organisation", organisation.id, take=take)
    db.session.flush()
    return organisation


def letters(actor: Viewer, limit: int = 100) -> Sequence[OutboxMessage]:
    """Return the letters to the member, the newest first, without those with a one-time link."""
    newest_first = _letters(actor).order_by(OutboxMessage.id.desc()).limit(limit)
    return db.session.scalars(newest_first.options(defer(OutboxMessage.letter))).all()


def letter(actor: Viewer, message_id: int) -> OutboxMessage:
    """Return one of these letters. Raises NotFound."""
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
    """Return the condition for letters held only because they are posted."""
    return and_(OutboxMessage.by_post.is_(True), OutboxMessage.state == OutboxState.HELD)
