"""The outbox as a desk: one row a notice, with what became of its letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer

from app.extensions import db
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.post.progress import Progress, progress, states_of
from app.rules.states.post.outbox import OVER, OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import rows

Counts = Mapping[Progress, int]


@dataclass
class Notice:
    """A row of the outbox. letter_id, recipient: of its letter, where it is only one."""

    bulk: MailBulk
    counts: Counter[Progress] = field(default_factory=Counter)
    letter_id: int | None = None
    recipient: str = ""

    @property
    def letters(self) -> int:
        """The number of its letters."""
        return self.counts.total()


def page(
    actor: Viewer, *, wanted: Progress | None, text: str, number: int
) -> tuple[list[Notice], int]:
    """Return one page of notices, newest first, and their total. number: from 1.

    wanted: those with a letter that has come so far. text: a part of the title, or of a letter's
    recipient, address or number.
    """
    actor.require(Role.SECRETARIAT)
    statement = select(MailBulk).order_by(MailBulk.id.desc())
    if wanted is not None:
        statement = statement.where(_has_letter(*having(wanted)))
    if text:
        letter = OutboxMessage
        columns = (letter.recipient_name, letter.recipient, letter.number)
        found = or_(*(column.icontains(text, autoescape=True) for column in columns))
        title = MailBulk.title.icontains(text, autoescape=True)
        statement = statement.where(or_(title, _has_letter(found)))
    bulks, total = rows.page(statement, number, defer(MailBulk.text), defer(MailBulk.member_ids))
    return _with_letters(bulks), total


def _has_letter(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for notices with such a letter: most questions are about few letters."""
    ids = select(OutboxMessage.bulk_id).where(OutboxMessage.bulk_id.is_not(None), *conditions)
    return MailBulk.id.in_(ids)


def having(wanted: Progress) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for letters that have come so far."""
    of_state = OutboxMessage.state.in_(states_of(wanted))
    if wanted is Progress.TO_POST:
        return of_state, OutboxMessage.by_post.is_(True)
    if wanted is Progress.WAITING:
        held = (OutboxMessage.state == OutboxState.HELD) & OutboxMessage.by_post.is_(True)
        return of_state, ~held
    return (of_state,)


def _with_letters(bulks: Sequence[MailBulk]) -> list[Notice]:
    notices = {bulk.id: Notice(bulk) for bulk in bulks}
    letter = OutboxMessage
    found = db.session.execute(
        select(letter.bulk_id, letter.state, letter.by_post, func.count())
        .add_columns(func.min(letter.id), func.min(letter.recipient_name))
        .where(letter.bulk_id.in_(notices))
        .group_by(letter.bulk_id, letter.state, letter.by_post)
    )
    for bulk_id, state, by_post, count, letter_id, recipient in found:
        notice = notices[bulk_id]
        notice.counts[progress(state, by_post=by_post)] += count
        notice.letter_id, notice.recipient = letter_id, recipient
    for notice in notices.values():
        if notice.letters > 1:
            notice.letter_id, notice.recipient = None, ""
    return list(notices.values())


def open_counts(actor: Viewer) -> Counts:
    """Return how many letters have come how far, without those that are over."""
    actor.require(Role.SECRETARIAT)
    letter = OutboxMessage
    wanted = select(letter.state, letter.by_post, func.count()).where(
        letter.state.in_([state for state in OutboxState if state not in OVER]),
        letter.bulk_id.is_not(None),
    )
    return _counted(wanted.group_by(letter.state, letter.by_post))


def counts(actor: Viewer, bulk_id: int) -> Counts:
    """Return how far the letters of a notice have come."""
    actor.require(Role.SECRETARIAT)
    letter = OutboxMessage
    wanted = select(letter.state, letter.by_post, func.count()).where(letter.bulk_id == bulk_id)
    return _counted(wanted.group_by(letter.state, letter.by_post))


def _counted(statement: object) -> Counts:
    found: Counter[Progress] = Counter()
    for state, by_post, count in db.session.execute(statement):  # type: ignore[call-overload]
        found[progress(state, by_post=by_post)] += count
    return found


def recipients(
    actor: Viewer, bulk_id: int, *, wanted: Progress | None, number: int
) -> tuple[Sequence[OutboxMessage], int]:
    """Return one page of a notice's letters, in the order written, and their total."""
    actor.require(Role.SECRETARIAT)
    statement = select(OutboxMessage).where(OutboxMessage.bulk_id == bulk_id)
    if wanted is not None:
        statement = statement.where(*having(wanted))
    statement = statement.order_by(OutboxMessage.id)
    return rows.page(statement, number, defer(OutboxMessage.body), defer(OutboxMessage.letter))


def names(actor: Viewer, bulk_id: int, letter_ids: Sequence[int]) -> dict[str, str]:
    """Return id → recipient of those of the letters that belong to the notice."""
    actor.require(Role.SECRETARIAT)
    letter = OutboxMessage
    wanted = select(letter.id, letter.recipient_name).where(
        letter.bulk_id == bulk_id, letter.id.in_(letter_ids)
    )
    return {str(letter_id): name for letter_id, name in db.session.execute(wanted)}
