"""Document numbers that an officer types, because the prefecture's own register gives them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, true

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.common.office_settings import AWAITED_NUMBER
from app.rules.common.text import single_line
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, sweep_requests
from app.services.post import outbox, revocations

LIMIT = 40
DRAWN_UP = "member_notice"
"""The purpose of letters that an officer draws up (services/roster/member_bulks.py)."""


def alike(actor: Viewer, message: OutboxMessage) -> int:
    """Return how many other letters of the same kind and title await a number."""
    actor.require(Role.SECRETARIAT)
    wanted = select(func.count()).select_from(OutboxMessage).where(*_alike(message))
    return (db.session.scalar(wanted) or 1) - 1


def give(actor: Viewer, message_id: int, number: str, *, to_all: bool) -> int:
    """Number a letter that awaits it, and let it go; return how many were numbered.

    to_all: whether the letters of the same kind and title get the same number. Raises RuleViolation
    for a number that is empty, too long or the blank itself; StaleState when it does not await one.
    """
    actor.require(Role.SECRETARIAT)
    typed = _checked(number)
    message = outbox.locked(message_id)
    if message.unlisted:
        raise NotFound
    next_state(OUTBOX, message.state, OutboxVerb.NUMBER)
    found: Sequence[OutboxMessage] = [message]
    if to_all:
        wanted = select(OutboxMessage).where(*_alike(message)).order_by(OutboxMessage.id)
        found = db.session.scalars(rows.locking(wanted)).all()
    for each in found:
        _number(actor, each, typed)
    db.session.flush()
    sweep_requests.note()
    return len(found)


def _number(actor: Viewer, message: OutboxMessage, number: str) -> None:
    message.state = next_state(OUTBOX, message.state, OutboxVerb.NUMBER)
    outbox.add_event(message, number, actor)
    message.number, message.next_at = number, max(clock.now(), message.next_at)
    # The number is the text's first line; the rest may contain a link that is kept nowhere else.
    message.body = message.body.replace(AWAITED_NUMBER, number, 1)
    if message.letter is not None:
        message.letter = {**message.letter, "number": number}
    left_before = revocations.was_sent_before(message)
    if message.by_post or left_before:
        message.state = next_state(OUTBOX, message.state, OutboxVerb.HOLD)
        words = outbox.SENT_BEFORE if left_before else outbox.BY_POST
        outbox.add_event(message, words, actor)
    audit.record(actor, "outbox.number", "outbox_message", message.id, number=number)


def _checked(number: str) -> str:
    try:
        typed = single_line(number, limit=LIMIT)
    except ValueError as fault:
        raise RuleViolation(None, f"文書番号：{fault}") from fault
    if not typed or typed.split() == AWAITED_NUMBER.split():
        raise RuleViolation(None, "文書番号を、記号から入力してください。")
    return typed


def _alike(message: OutboxMessage) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions: of a notice that an officer drew up, its own letters only."""
    own = OutboxMessage.bulk_id == message.bulk_id
    return (
        OutboxMessage.state == OutboxState.UNNUMBERED,
        OutboxMessage.unlisted.is_(False),
        OutboxMessage.purpose == message.purpose,
        OutboxMessage.subject == message.subject,
        own if message.purpose == DRAWN_UP else true(),
    )
