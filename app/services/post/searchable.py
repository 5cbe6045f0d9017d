"""What is found of this wing: the letters that an office sees."""

from collections.abc import Iterator

from app.models.post.outbox import OutboxMessage
from app.rules.common.audience import Audience
from app.services.common.search_entries import Entry, Searchable, newest_first
from app.services.post.outbox import SUBJECT_PREFIX


def _letter(message: OutboxMessage) -> Iterator[Entry]:
    """Every subject begins with the prefix: a word of it would find every letter."""
    if not message.unlisted:
        subject = message.subject.replace(SUBJECT_PREFIX, "")
        yield Entry(
            message.id,
            title=message.subject,
            words=(subject, message.recipient_name, message.recipient, message.number),
            note=message.recipient_name,
            rank=newest_first(message.created_at),
            audience=Audience.SECRETARIAT,
        )


SEARCHABLE = (
    Searchable(
        "letter",
        OutboxMessage,
        ("unlisted", "subject", "recipient_name", "recipient", "number", "created_at"),
        _letter,
    ),
)
