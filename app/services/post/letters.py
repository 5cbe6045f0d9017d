"""Reading the outbox: the letters and their delivery."""

import re
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.errors import NotFound
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer

SECRET = re.compile(r"(https?://\S+/)[\w.~-]{16,}")
CODE = re.compile(r"^\d{6}$", re.MULTILINE)
"""A code for the log-in, which is a paragraph of its own."""


def counts(actor: Viewer) -> Mapping[OutboxState, int]:
    """Return the number of letters in each state."""
    actor.require(Role.SECRETARIAT)
    found = db.session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.unlisted.is_(False))
        .group_by(OutboxMessage.state)
    )
    return {state: count for state, count in found}


def one(actor: Viewer, message_id: int) -> OutboxMessage:
    """Return a letter with its history. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    message = db.session.get(
        OutboxMessage,
        message_id,
        options=[selectinload(OutboxMessage.events), selectinload(OutboxMessage.attachments)],
    )
    if message is None or message.unlisted:
        raise NotFound
    return message


def shown_body(message: OutboxMessage) -> str:
    """Return the letter's text for other readers: without one-time links and codes."""
    return CODE.sub("…", without_links(message.body)) if message.secret else message.body


def without_links(text: str) -> str:
    """Return the text with the secret part of every one-time link left out."""
    return SECRET.sub(r"\1…", text)
