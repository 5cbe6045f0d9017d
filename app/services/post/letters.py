"""Reading the outbox: the letters and their delivery."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer, selectinload

from app.errors import NotFound
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.post.outbox import SUBJECT_PREFIX

SECRET = re.compile(r"(https?://\S+/)[\w.~-]{16,}")
CODE = re.compile(r"^\d{6}$", re.MULTILINE)
"""A code for the log-in, which is a paragraph of its own."""


def page(
    actor: Viewer, *, state: OutboxState | None, text: str, number: int
) -> tuple[Sequence[OutboxMessage], int]:
    """Return one page of letters, newest first, and their total. number: from 1."""
    actor.require(Role.SECRETARIAT)
    wanted: list[ColumnElement[bool]] = [OutboxMessage.unlisted.is_(False)]
    if state is not None:
        wanted.append(OutboxMessage.state == state)
    if text:
        # Every subject begins with the prefix: a word of it would find every letter.
        subject = func.replace(OutboxMessage.subject, SUBJECT_PREFIX, "")
        columns = (
            *(OutboxMessage.recipient_name, OutboxMessage.recipient, OutboxMessage.number),
            subject,
        )
        wanted.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    newest_first = select(OutboxMessage).where(*wanted).order_by(OutboxMessage.id.desc())
    return rows.page(newest_first, number, defer(OutboxMessage.body), defer(OutboxMessage.letter))


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
