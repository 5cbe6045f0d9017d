"""Rights that end, and letters that leave, are noted in the ledger in the commit that ends them.

A wing declares in its revocations.py which columns end a right. What a flush changes in them is
collected, written ahead of the commit, and taken back if the commit fails: no right ends without
its line. After a restore, services/front/restores.py ends again what the database has forgotten.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import ModuleType
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, ExceptionContext, event, inspect
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxEvent
from app.security import ledger
from app.security.ledger import HEAD, Mark
from app.security.viewer import Viewer

HEAD_EVERY = 20
"""Entries of the audit trail from one noted head to the next."""
NOTED, EVENT, REACHED, RESTORED = "revocations", "letter_event", "ledger_mark", "ledger_restored"
"""Keys of a session's `info`."""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Revocation:
    """A right that ends by a change of one row.

    columns: the attributes that end it. noted(row, before): what the ledger keeps, as plain values
    without a personal word, or None where the change ends nothing; before: the former values of the
    changed columns. again(actor, row, values): ends it in a restored database and returns whether
    it was alive there; the row is None where that database has none. durable: whether the line is
    to survive a power failure.
    """

    kind: str
    entity: type[Any]
    columns: tuple[str, ...]
    noted: Callable[[Any, Values], dict[str, Any] | None]
    again: Callable[[Viewer, Any, Values], bool]
    durable: bool = True


def earlier_end(kind: str, entity: type[Any], column: str) -> Revocation:
    """Return the revocation of what ends on the day, or at the instant, in a column."""

    def noted(row: Any, _before: Values) -> dict[str, Any] | None:
        end = getattr(row, column)
        return {"end": end.isoformat()} if end else None

    def again(_actor: Viewer, row: Any, values: Values) -> bool:
        text = values["end"]
        end = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        if row is None or (getattr(row, column) is not None and getattr(row, column) <= end):
            return False
        setattr(row, column, end)
        return True

    return Revocation(kind, entity, (column,), noted, again)


def renewed_link(kind: str, entity: type[Any], column: str) -> Revocation:
    """Return the revocation of a personal link that is void with the nonce in a column."""

    def noted(row: Any, _before: Values) -> dict[str, Any]:
        return {"nonce": ledger.current().fingerprint(getattr(row, column))}

    def again(_actor: Viewer, row: Any, values: Values) -> bool:
        if row is None or ledger.current().fingerprint(getattr(row, column)) == values["nonce"]:
            return False
        setattr(row, column, str(uuid4()))
        return True

    return Revocation(kind, entity, (column,), noted, again)


log = logging.getLogger(__name__)
KINDS: dict[str, Revocation] = {}
_watched: dict[type[Any], list[Revocation]] = defaultdict(list)


def join(modules: Iterable[ModuleType]) -> None:
    """Add the declarations of the wings."""
    for module in modules:
        for revocation in module.REVOCATIONS:
            if revocation.kind not in KINDS:
                KINDS[revocation.kind] = revocation
                _watched[revocation.entity].append(revocation)


@dataclass(frozen=True)
class Restored:
    """What a commit notes that holds a restored database: what was lost, and the mark from now on."""

    origin: str
    event: int
    lost: Sequence[str]


@dataclass(frozen=True)
class Reached:
    """What a commit reaches: the mark, and whether its head is noted and its lines are written.

    chain: sequence → hash of its entries in the trail, and of the one before them.
    """

    mark: Mark
    chain: Mapping[int, str]
    has_head: bool
    has_lines: bool


def write_ahead(session: Session, entries: Sequence[AuditEntry]) -> None:
    """Write the collected lines, just before the commit. entries: those it adds to the trail."""
    noted: list[dict[str, Any]] = session.info.pop(NOTED, [])
    mark, at, chain = Mark(event=session.info.pop(EVENT, 0)), {}, {}
    if entries:
        last = entries[-1]
        mark = replace(mark, sequence=last.sequence, hash=last.hash)
        at = {"sequence": last.sequence, "hash": last.hash}
        chain = {entries[0].sequence - 1: entries[0].previous_hash}
        chain |= {entry.sequence: entry.hash for entry in entries}
    if noted:
        durable = any(KINDS[line["kind"]].durable for line in noted)
        ledger.current().append([line | at for line in noted], durable=durable)
    if mark != Mark():
        is_due = bool(entries) and mark.sequence % HEAD_EVERY < len(entries) and not noted
        session.info[REACHED] = Reached(mark, chain, is_due, bool(noted and entries))


def note(kind: str, row_id: Any, values: Values, session: Session | None = None) -> None:
    """Collect a line of this transaction. For what a flush does not show: a statement of its own."""
    at = clock.now().isoformat(timespec="seconds")
    line = {"kind": kind, "id": row_id, "at": at, **values}
    (session or db.session()).info.setdefault(NOTED, []).append(line)


def note_event(event_id: int, session: Session | None = None) -> None:
    """Collect how far the events of letters have come in this transaction."""
    info = (session or db.session()).info
    if event_id > info.get(EVENT, 0):
        info[EVENT] = event_id


def note_head(head: Mark) -> None:
    """Note the head of the audit trail."""
    at = clock.now().isoformat(timespec="seconds")
    line = {"kind": HEAD, "at": at, "sequence": head.sequence, "hash": head.hash}
    ledger.current().append([line])


def _before(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    """Return the former values of the changed columns; of a relationship what was taken away."""
    changed = {name: inspect(row).attrs[name].history for name in columns}
    return {
        name: list(history.deleted)
        if isinstance(getattr(row, name), list)
        else (history.deleted[0] if history.deleted else None)
        for name, history in changed.items()
        if history.has_changes()
    }


@event.listens_for(db.session, "before_flush")
def _collect(session: Session, _context: Any, _instances: Any) -> None:
    for row in session.dirty:
        for revocation in _watched.get(type(row), ()):
            before = _before(row, revocation.columns)
            values = revocation.noted(row, before) if before else None
            if values is not None:
                note(revocation.kind, inspect(row).identity[0], values, session)


@event.listens_for(db.session, "after_flush")
def _collect_letters(session: Session, _context: Any) -> None:
    note_event(
        max((row.id for row in session.new if isinstance(row, OutboxEvent)), default=0), session
    )


@event.listens_for(db.session, "after_commit")
def _raise_mark(session: Session) -> None:
    reached: Reached | None = session.info.pop(REACHED, None)
    if reached is None:  # nothing of it, or only a savepoint
        return
    restored: Restored | None = session.info.pop(RESTORED, None)
    if restored is None:
        try:
            ledger.current().raise_mark(reached.mark, reached.chain)
        except OSError:  # the act is done: a mark may lag, and the next commit raises it
            log.exception("the mark of the ledger could not be raised")
            return
    else:
        mark = replace(reached.mark, origin=restored.origin, event=restored.event)
        ledger.current().go_back(restored.lost, mark)
    if reached.has_head:
        note_head(reached.mark)


@event.listens_for(db.session, "after_soft_rollback")
def _take_back(session: Session, _previous: Any) -> None:
    reached: Reached | None = session.info.pop(REACHED, None)
    for key in (NOTED, EVENT, RESTORED):
        session.info.pop(key, None)
    if reached is not None and reached.has_lines:
        ledger.current().undo([reached.mark.hash])


@event.listens_for(Engine, "handle_error")
def _leave(context: ExceptionContext) -> None:
    """Leave the lines of a commit whose connection is lost: it may have happened.

    Those of one that did not are taken back as after a crash (services/front/restores.py).
    """
    if context.is_disconnect:
        with suppress(RuntimeError):  # outside the application, which has no session there
            db.session().info.pop(REACHED, None)
