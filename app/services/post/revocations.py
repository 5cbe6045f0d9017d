"""A letter that left: after a restore it is not sent again without a person's decision."""

from typing import Any, NamedTuple

from app import clock
from app.extensions import db
from app.models.post.outbox import OutboxMessage, SentBefore
from app.security import ledger
from app.security.viewer import Viewer
from app.services.common import ledger_lines
from app.services.common.ledger_lines import Revocation, Values

LETTER = "letter"


class Identity(NamedTuple):
    """What makes a letter the same letter."""

    dedupe_key: str
    recipient: str
    purpose: str
    period: str


def fingerprint(message: OutboxMessage | Identity) -> str:
    """Return the keyed hash of what makes a letter the same letter."""
    parts = (message.dedupe_key, message.recipient, message.purpose, message.period)
    return ledger.current().fingerprint(*parts)


def note_leaving(letter_id: int, identity: Identity) -> None:
    """Note a letter whose transfer begins by a statement that loads no row."""
    ledger_lines.note(LETTER, letter_id, {"letter": fingerprint(identity)})


def was_sent_before(message: OutboxMessage) -> bool:
    """Whether this letter left before an older state of the database was put back."""
    return db.session.get(SentBefore, fingerprint(message)) is not None


def _noted(message: OutboxMessage, _before: Values) -> dict[str, Any] | None:
    return {"letter": fingerprint(message)} if message.data_begun else None


def _again(_actor: Viewer, row: OutboxMessage | None, values: Values) -> bool:
    if row is not None and row.sent_at and fingerprint(row) == values["letter"]:
        return False
    if db.session.get(SentBefore, values["letter"]) is not None:
        return False
    db.session.add(SentBefore(id=values["letter"], noted_at=clock.now()))
    return True


REVOCATIONS = (
    # After a power failure a person decides on every waiting letter anyway.
    Revocation(LETTER, OutboxMessage, ("data_begun",), _noted, _again, durable=False),
)
