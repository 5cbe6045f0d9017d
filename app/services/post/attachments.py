"""Files that letters carry by mail: the content once, however many letters carry it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import insert_into
from app.extensions import db
from app.mail.common.transport import AttachedFile
from app.models.membership.organisation import Organisation
from app.models.post.file import MailFile
from app.models.post.outbox import OutboxAttachment, OutboxMessage

MAX_BYTES = 8 * 1024 * 1024
"""Size of all files of a letter together; mail servers refuse larger letters."""
TEXT_ONLY = ".lg.jp"
"""The end of addresses on LGWAN, where files are taken off letters (*reading*)."""


class Numbered(Protocol):
    """A letter, in the outbox or in a lane."""

    id: Any


class StoredFile(NamedTuple):
    """A file whose content is stored, to be attached to any number of letters."""

    file_id: str
    name: str
    media_type: str


def store(files: Sequence[AttachedFile]) -> tuple[StoredFile, ...]:
    """Store the files of a letter, as far as they fit into MAX_BYTES, once for all recipients."""
    stored: list[StoredFile] = []
    total = 0
    for file in files:
        total += len(file.content)
        if total > MAX_BYTES:
            break
        digest = sha256(file.content).hexdigest()
        content = insert_into(MailFile, db.engine.dialect.name)
        db.session.execute(content.values(id=digest, content=file.content).on_conflict_do_nothing())
        stored.append(StoredFile(digest, file.name[:200], file.media_type))
    return tuple(stored)


def attach(message: OutboxMessage, files: Sequence[StoredFile]) -> None:
    """Attach stored files to a letter by mail just written.

    A letter that was written before keeps what it has; one by post has none.
    """
    if message.recipient and not message.attachments:
        message.attachments.extend(OutboxAttachment(**file._asdict()) for file in files)
        db.session.flush()


def of(message: Numbered) -> tuple[AttachedFile, ...]:
    """Return the files of a letter."""
    wanted = select(OutboxAttachment).where(OutboxAttachment.message_id == message.id)
    found = db.session.scalars(
        wanted.order_by(OutboxAttachment.id).options(joinedload(OutboxAttachment.file))
    )
    return tuple(AttachedFile(each.name, each.media_type, each.file.content) for each in found)


def are_taken(organisation: Organisation, address: str) -> bool:
    """Whether letters to the organisation may carry files: as it chose, else by its address."""
    if organisation.takes_attachments is not None:
        return organisation.takes_attachments
    return not address.casefold().endswith(TEXT_ONLY)
