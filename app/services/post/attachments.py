"""Files that letters carry by mail: the content once, however many letters carry it."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import insert_into
from app.extensions import db
from app.mail.common.transport import AttachedFile
from app.models.membership.organisation import Organisation
from app.models.post.outbox import MailFile, OutboxAttachment, OutboxMessage

MAX_BYTES = 8 * 1024 * 1024
"""Size of all files of a letter together; mail servers refuse larger letters."""
TEXT_ONLY = ".lg.jp"
"""The end of addresses on LGWAN, where files are taken off letters (*reading*)."""


def attach(message: OutboxMessage, files: Sequence[AttachedFile]) -> None:
    """Attach the files to a letter by mail just written, as far as they fit into MAX_BYTES.

    A letter that was written before keeps what it has; one by post has none.
    """
    if not message.recipient or message.attachments:
        return
    total = 0
    for file in files:
        total += len(file.content)
        if total > MAX_BYTES:
            break
        digest = sha256(file.content).hexdigest()
        stored = insert_into(MailFile, db.engine.dialect.name)
        db.session.execute(stored.values(id=digest, content=file.content).on_conflict_do_nothing())
        message.attachments.append(
            OutboxAttachment(file_id=digest, name=file.name[:200], media_type=file.media_type)
        )
    db.session.flush()


def of(message: OutboxMessage) -> tuple[AttachedFile, ...]:
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
