"""Letters that left, and letters that their recipient stopped: a restore forgets neither."""

from typing import Any, NamedTuple

from app import clock
from app.extensions import db
from app.models.post.outbox import OutboxMessage, SentBefore
from app.security import ledger
from app.security.viewer import Viewer
from app.services.common import ledger_lines
from app.services.common.ledger_lines import Revocation, Values

LETTER, STOPPED = "letter", "letter.stopped"


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


def note_leaving(letter_id: int, letter: OutboxMessage | Identity) -> None:
    """Note a letter that is posted, or whose transfer begins by a statement that loads no row."""
    ledger_lines.note(LETTER, letter_id, {"letter": fingerprint(letter)})


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


def stopped_key(address: str, purpose: str) -> str:
    """Return the keyed hash of an address whose owner wants no letters of this purpose."""
    return ledger.current().fingerprint(STOPPED, address.casefold(), purpose)


def note_stopped(message: OutboxMessage) -> None:
    """Note that the recipient of this letter wants no more of its kind."""
    key = stopped_key(message.recipient, message.purpose)
    ledger_lines.note(STOPPED, message.id, {"letter": key})


def _noted_itself(_message: OutboxMessage, _before: Values) -> None:
    """Note nothing: the row that stops letters is a new one, and `note_stopped` knows of it."""


def _stop_again(_actor: Viewer, _row: OutboxMessage | None, values: Values) -> bool:
    if db.session.get(SentBefore, values["letter"]) is not None:
        return False
    db.session.add(SentBefore(id=values["letter"], noted_at=clock.now()))
    return True


REVOCATIONS = (
    Revocation(STOPPED, OutboxMessage, (), _noted_itself, _stop_again),
    # After a power failure a person decides on every waiting letter anyway.
    Revocation(LETTER, OutboxMessage, ("data_begun",), _noted, _again, durable=False),
)
